#!/usr/bin/env python3
"""Counts what official list files hold, without any of Deciban's code or ideas.

usage: count_lists.py PATH...

PATH is a folder with OFAC's CSV files, one such main table, or the XML file of
the UN Security Council. Prints one JSON line a path: entries, names (different
texts for an entry), dates of birth, identifiers (different numbers for an
entry), addresses.

Deciban reads identifiers from a table of known labels. This script does the
opposite: a remark clause with a digit is an identifier unless it is plainly
something else, so that a label that Deciban misses shows as a difference.
"""
import csv
import glob
import json
import os
import re
import sys
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


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    for path in sys.argv[1:]:
        if path.endswith(".xml"):
            counts = un(path)
        else:
            counts = ofac(sorted(glob.glob(os.path.join(path, "*.csv"))) if os.path.isdir(path) else [path])
        print(json.dumps(dict(path=os.path.basename(path.rstrip("/")), **counts)))


if __name__ == "__main__":
    main()
