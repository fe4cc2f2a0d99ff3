package export

import (
	"bufio"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"hash"
	"slices"
	"strings"

	"deciban/internal/reporting"
	"deciban/internal/reporting/mentions"
)

// stix writes a bundle of STIX 2.1 (OASIS Standard, 10 June 2021): for each
// report its publisher (identity), the report, the parties that it mentions
// (threat-actor), its incidents and where they were (location), how the parties
// are tied to them and to one another (relationship), and its claims (opinion).
//
// A watched subject, and what cannot act, is an identity: that somebody is a
// customer and in the news makes no threat actor of him.
type stix struct {
	w *bufio.Writer
	n int
	// hash is of all objects; the bundle has its id from it.
	hash hash.Hash
	// seen are the parties and publishers that were written: 16 bytes each.
	seen map[[16]byte]bool
}

func newSTIX(w *bufio.Writer) *stix {
	return &stix{w: w, hash: sha256.New(), seen: map[[16]byte]bool{}}
}

// namespace is the project's own, so that the same thing has the same id in each
// bundle (RFC 4122, version 5).
var namespace = [16]byte{0x5c, 0x9f, 0x1d, 0x0e, 0x6a, 0x77, 0x4b, 0x1c, 0x9d, 0x52, 0x0b, 0x6e, 0x2f, 0x63, 0xd1, 0x44}

func uuid(kind, name string) ([16]byte, string) {
	h := sha1.New()
	h.Write(namespace[:])
	h.Write([]byte(kind + "\x00" + name))
	var id [16]byte
	copy(id[:], h.Sum(nil))
	id[6] = id[6]&0x0f | 0x50
	id[8] = id[8]&0x3f | 0x80
	return id, fmt.Sprintf("%s--%x-%x-%x-%x-%x", kind, id[0:4], id[4:6], id[6:8], id[8:10], id[10:16])
}

// object is a STIX object; keys are written sorted, which the standard leaves open.
type object map[string]any

func (s *stix) put(o object) error {
	sep := ",\n"
	if s.n == 0 {
		sep = "{\"type\":\"bundle\",\"objects\":[\n"
	}
	s.n++
	b, err := json.Marshal(o)
	if err != nil {
		return err
	}
	s.hash.Write(b)
	_, err = s.w.WriteString(sep + string(b))
	return err
}

// ever is when an object was created that several reports have in common: under
// one id that must be one time, whichever report comes first. It is the day of
// the standard.
const ever = "2021-06-10T00:00:00.000Z"

// once writes an object that several reports have in common the first time.
func (s *stix) once(kind, name string, rest object) (string, error) {
	key, id := uuid(kind, name)
	if s.seen[key] {
		return id, nil
	}
	s.seen[key] = true
	return id, s.put(with(base(kind, id, ever), rest))
}

func base(kind, id, at string) object {
	return object{"type": kind, "spec_version": "2.1", "id": id, "created": at, "modified": at}
}

func with(o, more object) object {
	for k, v := range more {
		o[k] = v
	}
	return o
}

// opinions are how claims stand to what they say; wishes and questions are none.
var opinions = map[string]string{
	"asserts": "agree", "claims-responsibility": "strongly-agree", "attributes-responsibility": "agree", "warns": "agree", "assesses": "agree",
	"denies": "disagree", "doubts": "disagree",
}

func (s *stix) Add(r *reporting.Report) error {
	at := "1970-01-01T00:00:00.000Z"
	if r.Article.Published != "" {
		at = r.Article.Published + "T00:00:00.000Z"
	}
	var refs []string
	publisher := ""
	if name := r.Article.Publisher; name != "" {
		var err error
		if publisher, err = s.once("identity", name, object{"name": name, "identity_class": "organization"}); err != nil {
			return err
		}
	}
	// A mention's parties may be one actor on two lists; each is its own.
	parties := func(all []mentions.Party) (ids []string, err error) {
		for _, p := range all {
			kind, o := partyObject(&p)
			id, err := s.once(kind, p.Key(), o)
			if err != nil {
				return nil, err
			}
			ids = append(ids, id)
			if !slices.Contains(refs, id) {
				refs = append(refs, id)
			}
		}
		return ids, nil
	}
	actor := func(mention int) ([]string, error) {
		if mention < 0 {
			return nil, nil // nobody of the lists is meant
		}
		return parties(r.Mentions[mention].Parties)
	}
	for i := range r.TitleMentions {
		if _, err := parties(r.TitleMentions[i].Parties); err != nil {
			return err
		}
	}
	for i := range r.Mentions {
		if _, err := actor(i); err != nil {
			return err
		}
	}
	link := func(name, kind, from, to, sentence string) error {
		_, id := uuid("relationship", r.ID+name+from+to)
		refs = append(refs, id)
		return s.put(with(base("relationship", id, at), object{"relationship_type": kind, "source_ref": from, "target_ref": to, "description": sentence}))
	}
	incidents := make([]string, len(r.Incidents))
	for i := range r.Incidents {
		in := &r.Incidents[i]
		_, id := uuid("incident", fmt.Sprintf("%s-%d", r.ID, i))
		incidents[i] = id
		refs = append(refs, id)
		if err := s.put(with(base("incident", id, at), object{"name": r.TellIncident(in), "description": in.Sentences[0].Text, "labels": labels(in)})); err != nil {
			return err
		}
		if in.Place != nil && in.Place.Country != "" {
			location, err := s.location(in.Place)
			if err != nil {
				return err
			}
			if !slices.Contains(refs, location) {
				refs = append(refs, location)
			}
			if err := link(fmt.Sprint("incident", i, "place"), "located-at", id, location, in.Sentences[0].Text); err != nil {
				return err
			}
		}
		for _, p := range in.Perpetrators {
			ids, err := actor(p.Mention)
			if err != nil {
				return err
			}
			for _, a := range ids {
				if err := link(fmt.Sprint("incident", i, p.Tie), tieName(p.Tie), id, a, in.Sentences[0].Text); err != nil {
					return err
				}
			}
		}
	}
	for i := range r.Incidents {
		in := &r.Incidents[i]
		for _, n := range slices.Concat(in.Targets, in.Victims) {
			ids, err := actor(n.Mention)
			if err != nil {
				return err
			}
			for _, a := range ids {
				if err := link(fmt.Sprint("incident", i, "against", n.Start), "related-to", incidents[i], a, in.Sentences[0].Text); err != nil {
					return err
				}
			}
		}
	}
	for i := range r.Relations {
		x := &r.Relations[i]
		if x.A.Mention < 0 || x.B.Mention < 0 || x.Negated {
			continue
		}
		a, err := actor(x.A.Mention)
		if err != nil {
			return err
		}
		b, err := actor(x.B.Mention)
		if err != nil {
			return err
		}
		if len(a) == 0 || len(b) == 0 {
			continue // a person rejected all whom it might have meant
		}
		if err := link(fmt.Sprint("relation", i), x.Kind, a[0], b[0], x.Sentence.Text); err != nil {
			return err
		}
	}
	for i := range r.Claims {
		c := &r.Claims[i]
		opinion, ok := opinions[c.Stance]
		if !ok {
			continue
		}
		if c.Negated {
			opinion = "neutral"
		}
		// An opinion is on objects: the incident that its sentence tells of, else
		// the parties that it speaks of.
		var on []string
		for k := range r.Incidents {
			for _, sent := range r.Incidents[k].Sentences {
				if sent.Start < c.Sentence.End && c.Sentence.Start < sent.End && !slices.Contains(on, incidents[k]) {
					on = append(on, incidents[k])
				}
			}
		}
		for _, m := range c.About {
			if len(on) > 0 {
				break
			}
			ids, err := actor(m)
			if err != nil {
				return err
			}
			on = append(on, ids...)
		}
		if len(on) == 0 {
			continue
		}
		_, id := uuid("opinion", fmt.Sprintf("%s-%d", r.ID, i))
		refs = append(refs, id)
		o := object{"opinion": opinion, "explanation": c.Sentence.Text, "object_refs": on}
		if c.Source.Text != "" {
			o["authors"] = []string{c.Source.Text}
		}
		if err := s.put(with(base("opinion", id, at), o)); err != nil {
			return err
		}
	}
	if len(refs) == 0 {
		return nil // the standard asks that a report refers to something
	}
	title := r.Article.Title
	if title == "" {
		title = r.Head().By()
	}
	_, id := uuid("report", r.ID)
	report := with(base("report", id, at), object{"name": title, "published": at, "report_types": []string{"threat-actor"}, "object_refs": refs})
	if r.Article.Published == "" {
		report["description"] = "The day of publication is not known; the standard asks for one."
	}
	if publisher != "" {
		report["created_by_ref"] = publisher
	}
	if r.Article.URL != "" {
		report["external_references"] = []object{{"source_name": r.Head().By(), "url": r.Article.URL}}
	}
	return s.put(report)
}

// partyObject is a party as an object and its type.
func partyObject(p *mentions.Party) (kind string, o object) {
	o = object{"name": p.Caption, "external_references": []object{{"source_name": p.Dataset, "external_id": p.ID}}}
	class := "unspecified"
	switch p.Schema {
	case "Person":
		class = "individual"
	case "Organization", "Company", "LegalEntity", "PublicBody":
		class = "organization"
	}
	if p.Watched || class == "unspecified" {
		o["identity_class"] = class
		return "identity", o
	}
	o["threat_actor_types"] = []string{"unknown"}
	return "threat-actor", o
}

// labels are the incident's type and stage in the form of the standard's terms.
func labels(in *reporting.Incident) []string {
	var all []string
	for _, s := range []string{in.Type, in.Stage} {
		if s != "" {
			all = append(all, strings.ReplaceAll(s, " ", "-"))
		}
	}
	return all
}

// location writes a place, once for all incidents there.
func (s *stix) location(p *reporting.Place) (string, error) {
	o := object{"name": p.Name, "country": strings.ToUpper(p.Country)}
	if p.Located {
		o["latitude"], o["longitude"] = p.Latitude, p.Longitude
	}
	return s.once("location", p.Country+"\x00"+p.Name+"\x00"+p.ID, o)
}

// tieName is the relationship's type for how a perpetrator is tied to an
// incident; only what is told as fact or claimed by the party itself is
// attributed.
func tieName(tie string) string {
	switch tie {
	case "fact", "claimed", "":
		return "attributed-to"
	case "denied":
		return "denied-by"
	}
	return "related-to"
}

func (s *stix) Close() error {
	_, id := uuid("bundle", string(s.hash.Sum(nil)))
	end := fmt.Sprintf("\n],\"id\":%q}\n", id)
	if s.n == 0 {
		end = fmt.Sprintf("{\"type\":\"bundle\",\"id\":%q}\n", id)
	}
	if _, err := s.w.WriteString(end); err != nil {
		return err
	}
	return s.w.Flush()
}
