#!/usr/bin/env python3
"""Counts what official list files hold, without any of Deciban's code or ideas.

usage: count_lists.py PATH...

PATH is a folder with OFAC's CSV files, one such main table (also .pip, .del and
.ff), OFAC's sdnList XML, the XML of the UN Security Council or of Canada, the
EU's XML or CSV, the UK's ConList.csv, Australia's xlsx, the US Consolidated
Screening List or Denied Persons List, or FollowTheMoney entities with FtM's model
beside them. Prints one JSON line a path: entries, names (different texts for an
entry), dates of birth, identifiers (different numbers for an entry), addresses.

Deciban reads identifiers from a table of known labels. This script does the
opposite: a remark clause with a digit is an identifier unless it is plainly
something else, so that a label that Deciban misses shows as a difference.
"""
import csv
import datetime
import glob
import json
import os
import re
import sys
import zipfile
import xml.etree.ElementTree as ET


def one(text):
    return " ".join((text or "").split())


def alnum(text):
    return re.sub(r"[^0-9a-zа-я]", "", text.lower())


# ---- OFAC ----

NOT_AN_IDENTIFIER = re.compile(
    r"^(alt\. |alternate )?("
    r"DOB|POB|Linked To|Organization (Type|Established)|Aircraft (Model|Operator|Manufacture Date)|Former Vessel|Other Vessel (Flag|Type)|"
    r"Executive Order|Additional Sanctions|Secondary sanctions|Transactions Prohibited|CAATSA|U\.S\. Persons Must|IFCA|"
    r"For more information|Effective Date|Listing Date|Purchase/Sales|Issuer Name|Target Type|United States financial|"
    r"Phone|Telephone|Fax|TELEX|Email|Website|Chinese Commercial Code|Equity Ticker|MICEX|BIK|"
    r"Individual's height|UN/LOCODE|Nationality of|Gender|nationality|citizen(?!')|Interpol)",
    re.I)

# Free text with a digit in which somebody's post or past is told.
PROSE = re.compile(r"^\(|^#2 |^\S+,issued|^arrested|^currently|^named in|\b(Division|Brigade|since|(19|20)[0-9]{2}-(19|20)[0-9]{2}|Bureau|Congress|remand|"
                   r"suspension|IK-[0-9]|M23|[0-9]+(st|nd|rd|th)|Branch [0-9]+|Main Street)\b", re.I)

# Identifiers that can do without a digit, and stand after their label whole.
WHOLE = re.compile(r"^(?:alt\. )?(?:SWIFT/BIC|Digital Currency Address - \w+|MMSI|(?:Previous )?Aircraft Tail Number) (.*)")


def number(clause):
    """The number in a clause: what has a digit, without what is in parentheses and without dates; "" if there is none."""
    m = WHOLE.match(clause)
    if m:
        return alnum(m.group(1))
    # one clause tells of two documents: "Passport X and Kuwaiti National ID No. Y issued under the name Z"
    text = re.split(r",? ?\b(?:issued|expire[sd]?)\b| and \w+ National ID", clause)[0]
    bare = re.sub(r"\([^()]*\)", " ", text)
    if not re.search(r"[0-9]", bare):
        bare = text
    return alnum("".join(w for w in bare.split() if re.search(r"[0-9]", w)))


def rows(path):
    if path.endswith((".pip", ".del", ".ff")):
        yield from flat_table(path)
        return
    with open(path, encoding="latin-1", newline="") as f:
        for row in csv.reader(f):
            if len(row) > 1:
                yield [v.strip() if i != 11 and len(row) != 2 else v for i, v in enumerate(row)]


def ofac(paths):
    main, alt, add, rest = [], [], [], {}
    complete = False
    for p in paths:
        for r in rows(p):
            if len(r) == 12:
                main.append(r)
            elif len(r) == 5 and r[2] in ("aka", "fka", "nka"):
                alt.append(r)
            elif len(r) == 6:
                add.append(r)
            elif len(r) == 2:
                rest[r[0].strip()] = r[1]
                complete = True
    names, dates, ids, where = {}, {}, {}, {}
    for r in main:
        key = r[0]
        names[key] = {r[1]}
        dates[key], ids[key] = set(), set()
        where[key] = set()
        if r[5] != "-0-":
            ids[key].add(alnum(r[5]))
        remarks = "" if r[11].strip() == "-0-" else r[11] + rest.get(key, "")
        weak = re.compile(r"(?:^|; )(?:alt\. )?[afnd]\.[kb]\.a\. '(.*?)'(?=\s*(?:;|\.|$))")
        names[key].update(n for n in weak.findall(remarks))
        remarks = weak.sub("", remarks)
        clauses = re.split(r";(?![^(]*\))", remarks.strip()) if remarks else []
        for i, c in enumerate(clauses):
            c = one(c)
            if i == len(clauses) - 1:
                if len(r[11]) >= 1000 and key not in rest:
                    continue  # cut off
                c = re.sub(r"\.$", "", c)
            if re.match(r"^(alt\. )?DOB ", c):
                dates[key].add(c.split("DOB ", 1)[1])
            elif WHOLE.match(c):
                ids[key].add(number(c))
            elif re.search(r"[0-9]", c) and not NOT_AN_IDENTIFIER.match(c) and not PROSE.search(c) and "@" not in c and "www." not in c:
                ids[key].add(number(c))
        ids[key].discard("")
    for r in alt:
        if r[0] in names:
            names[r[0]].add(r[3])
    for r in add:
        if r[0] in where:
            text = ", ".join(v for v in r[2:5] if v not in ("-0-", "-0"))
            if r[2] != "-0-" or r[3] != "-0-" or (r[5] not in ("-0-", "-0") and text):
                where[r[0]].add(text)
    total = lambda m: sum(len(v) for v in m.values())
    return dict(entries=len(main), names=total(names), dates=total(dates), identifiers=total(ids), addresses=total(where))


# ---- United Nations ----

def un(path):
    entries = names = dates = ids = addresses = 0
    for e in ET.parse(path).getroot().iter():
        if e.tag not in ("INDIVIDUAL", "ENTITY"):
            continue
        entries += 1
        have = {one(" ".join(one(e.findtext(t)) for t in ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME"))),
                one(e.findtext("NAME_ORIGINAL_SCRIPT"))}
        born, numbers, lives = set(), set(), set()
        for a in e.findall(e.tag + "_ALIAS"):
            note = one(a.findtext("NOTE"))
            have.add(one(a.findtext("ALIAS_NAME")))
            if re.search(r"original script:|in arabic:|^transliterations|transliterations of", note, re.I):
                have.add(note)
            elif ";" in note and ":" not in note and re.search(r"\([^()0-9]*;[^()0-9]*\)", note):
                have.add(note)
            elif ";" in note and not re.search(r"[0-9:]", note):
                have.add(note)
            if one(a.findtext("DATE_OF_BIRTH")):
                born.add(one(a.findtext("DATE_OF_BIRTH")))
        names += len(have - {""})
        for d in e.findall("INDIVIDUAL_DATE_OF_BIRTH"):
            v = {c.tag: one(c.text) for c in d if one(c.text)}
            note = v.pop("NOTE", "")
            about = v.pop("TYPE_OF_DATE", "") == "APPROXIMATELY" or note.lower() == "approximately"
            if not v and not re.search(r"[0-9]{4}", note):
                continue
            key = "/".join(v.values())
            if not v or re.match(r"[A-Z][a-z]{2}", note) and "YEAR" in v and not about:
                key += " " + note
            born.add(("~" if about else "") + key)
        dates += len(born)
        for d in e.findall("INDIVIDUAL_DOCUMENT"):
            v = {c.tag: one(c.text) for c in d}
            number = v.get("NUMBER", "")
            if not re.search(r"[0-9]", number):
                number = v.get("TYPE_OF_DOCUMENT2", "") + " " + v.get("NOTE", "")
                if not re.search(r"number:? [A-Z ]*[0-9]|[0-9A-Z]{5,}|[0-9][0-9-]{6,}", re.sub(r"issued.*", "", number)):
                    continue
            # words around the number say nothing
            number = re.sub(r"\(.*|,.*| issued.*| expir.*", "", number) or number
            numbers.add(alnum("".join(re.findall(r"\S*[0-9]\S*", number))))
        text = one(e.findtext("COMMENTS1"))
        if e.tag == "ENTITY":
            imo = re.findall(r"IMO(?: [Nn]umber)?:? *([0-9]{7})\b", text)
            if len(imo) == 1:
                numbers.add(imo[0])
            numbers.update(re.findall(r"SWIFT(?:/BIC)?: ([A-Z0-9]{8,11})", text))
        ids += len(numbers)
        for a in e.findall(e.tag + "_ADDRESS"):
            v = {c.tag: one(c.text) for c in a if one(c.text)}
            note = v.pop("NOTE", "")
            parts = [v.get(t, "") for t in ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY")]
            if len(v) > 1 or len(v) == 1 and "COUNTRY" not in v:
                lives.add(", ".join(p for p in parts if p))
            elif not v and "," in note:
                lives.add(note)
        addresses += len(lives)
    return dict(entries=entries, names=names, dates=dates, identifiers=ids, addresses=addresses)


# ---- the others ----

def result(entries, key):
    """Adds up a dict of entries, each a dict of sets."""
    total = lambda k: sum(len(e.get(k, ())) for e in entries.values())
    return dict(entries=len(entries), names=total("names"), dates=total("dates"), identifiers=total("ids"), addresses=total("where"))


def put(entry, kind, value):
    if value:
        entry.setdefault(kind, set()).add(value)


def numbered(text):
    """The parts of "(1) X (2) Y", "a) X b) Y"; a text with only one mark is one part."""
    marks = list(re.finditer(r"(?:(?<=[\s;,.:])|^)\(?([0-9]{1,2}|[a-zA-Z])\)\s?", text))
    for seq in ("123456789", "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"):
        at, want = [], 0
        for m in marks:
            expected = str(want + 1) if seq[0] == "1" else seq[want] if want < 26 else ""
            if m.group(1) == expected:
                at.append(m)
                want += 1
        if len(at) > 1 or len(at) == 1 and at[0].start() == 0:
            cuts = [(0, at[0].start())] + [(m.end(), at[i + 1].start() if i + 1 < len(at) else len(text)) for i, m in enumerate(at)]
            return [t for t in (text[a:b].strip(" ;,") for a, b in cuts) if t]
    return [text] if text else []


def paper_number(text):
    """The number of a paper described in words: the first word with a digit, with letters that belong to it and figures that follow."""
    if re.search(r"[0-9].*passport (no|number)", text, re.I):
        text = re.split(r"(?i)(?=passport (?:no|number))", text, maxsplit=1)[1]
    text = re.sub(r"№|N°|[“”]", " ", text)
    text = re.sub(r"\([^()]*\)", " ", text) if re.search(r"[0-9]", re.sub(r"\([^()]*\)", " ", text)) else text
    for stop in (" issued", "issued ", " expire", " Expire", " valid", " under", " revoked"):
        text = text.split(stop)[0]
    words = text.split(",")[0].split()
    n = next((i for i, w in enumerate(words) if re.search(r"[0-9]", w)), None)
    if n is None:
        return ""
    out = []
    if n and re.fullmatch(r"[A-Z-]{1,4}", words[n - 1]) and words[n - 1] != "SSN":
        out.append(words[n - 1])
    for w in words[n:]:
        if w.lower() == "no." and out:
            continue
        if not re.search(r"[0-9]", w) and not re.fullmatch(r"[A-Z-]{1,4}", w):
            break
        out.append(w)
    return alnum(re.sub(r"^no\.?(?=[0-9]{4,}/)", "", "".join(out), flags=re.I))


def hmt(path):
    with open(path, encoding="cp1252", newline="") as f:
        table = list(csv.reader(f))
    head = table[1]
    entries, other, kinds = {}, {}, {}
    for cells in table[2:]:
        r = {k: one(v) for k, v in zip(head, cells)}
        e = entries.setdefault(r["Group ID"], {})
        given = one(" ".join(r["Name %d" % i] for i in range(1, 6)))
        person = r["Group Type"] == "Individual"
        put(e, "names", one(given + " " + r["Name 6"] if person else r["Name 6"] + " " + given))
        if person:
            put(e, "dates", r["DOB"])
        for column in ("Passport Details", "NI Number"):
            for part in numbered(r[column]):
                put(e, "ids", paper_number(part))
        parts = [r["Address %d" % i] for i in range(1, 7)] + [r["Post/Zip Code"], r["Country"]]
        if any(parts[:-1]):
            put(e, "where", ", ".join(p for p in parts if p))
        if not person:
            numbers = re.findall(r"\bIMO(?: number)?s?:? *([0-9]{7})\b", r["Other Information"], re.I)
            if len(numbers) == 1:
                put(e, "ids", numbers[0])
            for n in re.findall(r"MMSI:? *([0-9]{9})", r["Other Information"]):
                put(e, "ids", n)
    return result(entries, None)


def eu_number(text):
    m = re.match(r"(.*?)\s*\([a-z0-9]+-[^()]*\)", text)
    number = m.group(1) if m else text
    return alnum(number) if re.search(r"[0-9]", number) else ""


def eu_xml(path):
    entries = {}
    for n in ET.parse(path).getroot().findall("ENTITY"):
        e = entries.setdefault(n.get("Id"), {})
        for k in n:
            v = {c.tag: one(c.text) for c in k}
            if k.tag == "NAME":
                put(e, "names", v["WHOLENAME"])
            elif k.tag == "BIRTH" and n.get("Type") == "P":
                put(e, "dates", v["DATE"])
            elif k.tag == "PASSPORT":
                put(e, "ids", eu_number(v["NUMBER"]))
            elif k.tag == "ADDRESS":
                parts = [one(v["NUMBER"] + " " + v["STREET"]), v["CITY"], v["ZIPCODE"], v["COUNTRY"]]
                if any(parts[:-1]):
                    put(e, "where", ", ".join(p for p in parts if p))
    return result(entries, None)


def eu_csv(path):
    entries, head = {}, None
    with open(path, encoding="cp1252", errors="replace", newline="") as f:
        for line in csv.reader(f):
            if not line or not line[0].strip():
                continue
            cells = [c.strip().strip('"') for c in next(csv.reader([line[0].rstrip("\t")], delimiter=";"))]
            if head is None:
                head = cells
                continue
            r = dict(zip(reversed(head), reversed(cells)))
            e = entries.setdefault(cells[1], {})
            if re.search(r"\w", r["Naal_wholename"]):
                put(e, "names", one(r["Naal_wholename"]))
            if cells[2] == "P" and r["Birt_date"] != "N/A":
                put(e, "dates", one(r["Birt_date"]))
            put(e, "ids", eu_number(one(r["Iden_number"])))
            parts = [one(r[c]) for c in ("Addr_number", "Addr_street", "Addr_city", "Addr_zipcode", "Addr_country")]
            if any(parts[:-1]):
                put(e, "where", ", ".join(p for p in parts if p))
    return result(entries, None)


MONTHS = {m: i + 1 for i, m in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split())}


def day(text):
    """A day as year, month and number where the text is nothing else, or the text."""
    text = re.sub(r"[ .,]+", " ", text).strip().lower()
    if re.fullmatch(r"[0-9]{5}", text):
        d = datetime.date(1899, 12, 30) + datetime.timedelta(int(text))
        return d.year, d.month, d.day
    m = re.fullmatch(r"([0-9]{1,2})[ /-]([a-z]{3})[a-z]*[ /-]([0-9]{4})", text)
    if m and m.group(2) in MONTHS:
        return int(m.group(3)), MONTHS[m.group(2)], int(m.group(1))
    m = re.fullmatch(r"([0-9]{1,2}) ?/ ?([0-9]{1,2}) ?/ ?([0-9]{4})", text)
    if m:
        return int(m.group(3)), int(m.group(2)), int(m.group(1))
    m = re.fullmatch(r"(?:approximately )?(?:between )?([0-9]{4})(?: and | ?- ?)([0-9]{4})", text)
    if m:
        return m.group(1), m.group(2), "about" if text.startswith("approx") else ""
    return text


def sheet(path):
    """The rows of the first sheet of a workbook."""
    z = zipfile.ZipFile(path)
    ns = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    texts = ["".join(t.text or "" for t in si.iter(ns + "t")) for si in ET.fromstring(z.read("xl/sharedStrings.xml"))]
    for row in ET.fromstring(z.read("xl/worksheets/sheet1.xml")).iter(ns + "row"):
        out = {}
        for c in row:
            v = c.find(ns + "v")
            if v is not None:
                out[re.match("[A-Z]+", c.get("r")).group()] = one(texts[int(v.text)] if c.get("t") == "s" else v.text)
        yield out


def dfat(path):
    entries, head = {}, None
    label = re.compile(r"(?:^|[.;,\n] ?|\) )(Title|Designation|Gender|Sex|Passport (?:no|number)|Passport|National identification (?:no|number)|Last known position|"
                       r"Position|Military rank|Company identification number|State registration number|Registration (?:ID|number)|Websites?|Tel|Phone|Fax|Email|"
                       r"Physical description|Hair|Political party|Other information|Date of issue|Place of issue|Military Service Number|Photo available|"
                       r"Review pursuant|Listed|UN reference)\.?(?: ?No\.?)?: *")
    for r in sheet(path):
        if head is None:
            head = r
            continue
        if "A" not in r:
            continue
        e = entries.setdefault(re.match(r"[0-9]+", r["A"]).group(), {})
        name = r["B"]
        if name.rstrip(" )").endswith("ABM") and name in ("Ansar Bayt al-Maqdis (ABM)",):
            name = "Ansar Bayt al-Maqdis"  # the same name stands without its acronym, too
        put(e, "names", name)
        person = e.setdefault("type", r["C"].lower()) == "individual"
        if person and r.get("E", "").lower() not in ("na", "n/a"):
            for part in numbered(r.get("E", "")):
                part = re.sub(r"(?i)\.?\s*\(?\b(?:for )?this aka only", "", part)
                for t in re.split(r"(?i)>>|;|\([^()]*[a-z][^()]*(?:\)|$)|\balt\b\.? ?(?:DOB)?:?|\bDOB:?|, born ", part):
                    put(e, "dates", day(t.strip(" ;,.()")))
        address = r.get("H", "")
        if address.lower() not in ("", "na", "n/a"):
            for part in numbered(address):
                for t in part.split(";"):
                    t = t.strip(" ,")
                    if t and not is_country(t):
                        put(e, "where", re.sub(r",? *,", ",", t))
        text = r.get("I", "")
        if text.lower() in ("", "na", "n/a"):
            continue
        found = list(label.finditer(text))
        for i, m in enumerate(found):
            value = text[m.end():found[i + 1].start() if i + 1 < len(found) else len(text)]
            kind = m.group(1)
            if person and kind.startswith(("Passport", "National")):
                for t in numbered(value.strip()):
                    n = paper_number(t)
                    if len(n) > 4:
                        put(e, "ids", n)
            elif not person and kind.startswith(("Registration", "State reg", "Company ident")):
                n = paper_number(value)
                if len(n) > 4:
                    put(e, "ids", n)
        if not person:
            imo = re.findall(r"\bIMO(?: identification)?(?: number)?:? *([0-9]{7})\b", text, re.I)
            if len(imo) == 1:
                put(e, "ids", imo[0])
            for n in re.findall(r"\bSWIFT(?:/BIC)?(?: code)?: *([A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?)\b", text):
                put(e, "ids", re.sub("xxx$", "", alnum(n)))
    for e in entries.values():
        e.pop("type")
    return result(entries, None)


def is_country(text):
    text = re.sub(r"\([^()]*(?:\)|$)| Address:$", "", text).strip(" ,.").lower()
    return "," not in text and (text in COUNTRIES or re.sub(r"^the ", "", text) in COUNTRIES)


COUNTRIES = set("""afghanistan albania algeria australia bahrain bangladesh belarus belgium canada chad china cuba egypt ethiopia eritrea france georgia
germany india indonesia iran iraq italy jordan kenya kuwait lebanon libya malaysia mali mauritania morocco myanmar niger nigeria norway oman pakistan
philippines qatar russia rwanda senegal somalia sudan sweden switzerland syria tajikistan tanzania tunisia turkey uganda ukraine uzbekistan yemen
zimbabwe""".split()) | {"saudi arabia", "south sudan", "united arab emirates", "united kingdom", "democratic republic of the congo", "central african republic",
                        "democratic people's republic of korea", "democratic people’s republic of korea", "russian federation", "north korea", "south africa",
                        "islamic republic of iran", "syrian arab republic", "trinidad and tobago", "burkina faso", "turkmenistan", "bosnia and herzegovina", "libyan arab jamahiriya", "united states of america", "united states",
                        "japan", "spain", "palestinian territories", "türkiye", "sri lanka", "colombia", "northern ireland", "dprk", "vietnam",
                        "sultanate of oman", "peru", "netherlands", "marshall islands", "gaza strip", "kafia kingi", "democratic republic of congo"}


def sema(path):
    entries = {}
    for i, n in enumerate(ET.parse(path).getroot().findall("record")):
        v = {c.tag: one(c.text) for c in n}
        e = entries.setdefault(i, {})
        name = v.get("Entity") or v.get("EntityOrShip")
        put(e, "names", name or one(v.get("GivenName", "") + " " + v.get("LastName", "")))
        put(e, "names", v.get("Aliases"))
        put(e, "ids", v.get("ShipIMONumber"))
        if not name:
            put(e, "dates", v.get("DateOfBirth") or v.get("DateOfBirthOrShipBuildDate"))
    return result(entries, None)


def csl(path):
    entries = {}
    with open(path, encoding="utf-8-sig", newline="") as f:
        for r in csv.DictReader(f):
            key = r["entity_number"] if "Treasury" in r["source"] else r["_id"]
            if key in entries:
                continue
            e = entries[key] = {}
            put(e, "names", one(r["name"]))
            for i, a in enumerate(r["alt_names"].split(";")):
                a = one(re.sub(r"^and ", "", a.strip()) if i else a)
                if not re.search(r"\(a\.k\.a\.[^()]*; ?" + re.escape(a) + r"\)", r["name"]):
                    put(e, "names", a)
            if r["type"] == "Individual":
                for d in r["dates_of_birth"].split(";") + re.findall(r"\bDOB ([^;]+)", r["remarks"]):
                    put(e, "dates", one(d))
            for a in r["addresses"].split(";"):
                a = re.sub(r"(?:, *)+", ", ", one(a)).strip(" ,")
                if a and not re.fullmatch(r"[A-Z]{2}", a):
                    put(e, "where", a)
            if r["type"] == "Vessel":
                put(e, "ids", alnum(r["call_sign"]))
            for c in r["ids"].split("; "):
                label, value = c.rsplit(", ", 1)[-1], c.rsplit(", ", 1)[0] if ", " in c else ""
                clause = label + " " + value
                if not value or not (re.search(r"[0-9]", value) or WHOLE.match(clause)) or NOT_AN_IDENTIFIER.match(clause) and not WHOLE.match(clause):
                    continue
                if label.endswith((":", " -")) or re.match(r"Gender|Website|Email", label):
                    continue
                value = re.sub(r"^(?:[A-Z]{2}, )?(?:[0-9]{4}-[0-9]{2}-[0-9]{2}, )*", "", value)
                n = number(label + " " + value) if WHOLE.match(clause) else number(value)
                put(e, "ids", n[:8] if label == "SWIFT/BIC" and n.endswith("xxx") else n)
            if is_treasury(r["source"]):
                for c in split_remarks(r["remarks"]):
                    if re.search(r"[0-9]", c) and not NOT_AN_IDENTIFIER.match(c) and not PROSE.search(c) and "@" not in c and "www." not in c:
                        put(e, "ids", number(c))
    return result(entries, None)


def is_treasury(name):
    return "Treasury" in name


def split_remarks(text):
    return [re.sub(r"\.$", "", one(c)) for c in re.split(r";(?![^(]*\))", text)]


def dpl(path):
    entries = {}
    with open(path, encoding="utf-8", newline="") as f:
        for r in csv.DictReader(f, delimiter="\t"):
            r = {k: one(v) for k, v in r.items()}
            e = entries.setdefault((r["Name"].upper(), r["Effective_Date"], r["Expiration_Date"]), {})
            put(e, "names", r["Name"])
            parts = tuple(r[c] for c in ("Street_Address", "City", "State", "Postal_Code", "Country"))
            if any(parts[:-1]):
                put(e, "where", parts)
    return result(entries, None)


def sdn_list(path):
    entries = {}
    for n in ET.parse(path).getroot():
        ns = n.tag.split("}")[0] + "}"
        if not n.tag.endswith("sdnEntry"):
            continue
        text = lambda k, t: one(k.findtext(ns + t))
        name = lambda k: ", ".join(x for x in (text(k, "lastName"), text(k, "firstName")) if x)
        e = entries.setdefault(text(n, "uid"), {})
        put(e, "names", name(n))
        for a in n.iter(ns + "aka"):
            put(e, "names", name(a))
        for d in n.iter(ns + "dateOfBirthItem"):
            put(e, "dates", text(d, "dateOfBirth"))
        for i in n.iter(ns + "id"):
            kind, number = text(i, "idType"), text(i, "idNumber")
            clause = kind + " " + number
            if WHOLE.match(clause):
                put(e, "ids", globals()["number"](clause))
            elif re.search(r"[0-9]", number) and not NOT_AN_IDENTIFIER.match(clause):
                put(e, "ids", globals()["number"](clause))
        for v in n.iter(ns + "callSign"):
            put(e, "ids", alnum(one(v.text)))
        for a in n.iter(ns + "address"):
            parts = tuple(text(a, t) for t in ("address1", "address2", "address3", "city", "stateOrProvince", "postalCode", "country"))
            if any(parts[:-1]):
                put(e, "where", parts)
    return result(entries, None)


def ftm(path):
    """FollowTheMoney entities, by FtM's own model, which lies beside the file."""
    with open(glob.glob(os.path.join(os.path.dirname(path), "ftm_default_model*.json"))[0], encoding="utf-8") as f:
        schemata = json.load(f)["schemata"]
    entries = {}
    with open(path, encoding="utf-8") as f:
        for line in f:
            e = json.loads(line)
            above = schemata[e["schema"]]["schemata"]
            if not schemata[e["schema"]].get("matchable") or "Address" in above:
                continue
            types = {}
            for name in above:
                types.update((k, v.get("type")) for k, v in schemata[name].get("properties", {}).items())
            entry = entries.setdefault(e["id"], {})
            for k, values in e["properties"].items():
                for v in values:
                    if k in ("name", "alias", "weakAlias", "previousName"):
                        put(entry, "names", v)
                    elif k == "birthDate":
                        put(entry, "dates", v)
                    elif k == "address":
                        put(entry, "where", v)
                    # A programme's number and a tax office's are not the party's.
                    elif types.get(k) == "identifier" and k not in ("programId", "kppCode"):
                        put(entry, "ids", alnum(v.split()[-1]))
    return result(entries, None)


def flat_table(path):
    """OFAC's main table with other separators, as its CSV rows."""
    if path.endswith(".ff"):
        widths = (10, 350, 12, 50, 200, 8, 25, 14, 8, 40, 150, 1000)
        with open(path, encoding="latin-1", newline="") as f:
            for line in f.read().split("\r\n"):
                if len(line) == sum(widths):
                    cells, at = [], 0
                    for w in widths:
                        cells.append(line[at:at + w].strip())
                        at += w
                    yield [c.replace('"', "'") for c in cells]
        return
    with open(path, encoding="latin-1", newline="") as f:
        for row in csv.reader(f, delimiter="|" if path.endswith(".pip") else "@"):
            if len(row) > 1:
                yield [v.strip() if i != 11 else v for i, v in enumerate(row)]


def kind_of(path):
    with open(path, "rb") as f:
        head = f.read(4096)
    for mark, count in ((b"PK\x03\x04", dfat), (b"<sdnList", sdn_list), (b"<WHOLE", eu_xml), (b"<data-set", sema), (b"CONSOLIDATED_LIST", un),
                        (b'"schema"', ftm), (b"Entity_logical_id", eu_csv), (b"Name 6,", hmt), (b"federal_register_notice", csl), (b"\"Street_Address\"\t", dpl)):
        if mark in head:
            return count
    return None


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    for path in sys.argv[1:]:
        count = None if os.path.isdir(path) else kind_of(path)
        if count:
            counts = count(path)
        else:
            counts = ofac(sorted(glob.glob(os.path.join(path, "*.csv"))) if os.path.isdir(path) else [path])
        print(json.dumps(dict(path=os.path.basename(path.rstrip("/")), **counts)))


if __name__ == "__main__":
    main()
