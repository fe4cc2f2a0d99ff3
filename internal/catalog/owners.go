package catalog

import "deciban/internal/entity"

// IsEntry tells whether e is a party that a list is about, and not something
// that belongs to one: a sanction, a document, an address, a link, the wallet
// of a holder.
func IsEntry(e *entity.Entity) bool {
	switch {
	case e.Schema == nil, !e.Schema.Matchable, e.Schema.IsA("Address"):
		return false
	case e.Schema.IsA("CryptoWallet"):
		return e.First("holder") == ""
	}
	return true
}

// Owners returns the ids of the entities that e points to, such as the holder
// of a passport or both ends of a link, each once.
func Owners(e *entity.Entity) []string {
	var ids []string
	if e.Schema == nil {
		return nil
	}
	seen := map[string]bool{}
	for i := range e.Statements {
		s := &e.Statements[i]
		if p := e.Schema.Property(s.Prop); p != nil && p.Type == "entity" && !seen[s.Value] {
			seen[s.Value] = true
			ids = append(ids, s.Value)
		}
	}
	return ids
}
