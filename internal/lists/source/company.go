package source

import (
	"strings"
)

// companyEnds are the legal forms that only companies have, as the last words
// of a name in Latin letters, without full stops.
var companyEnds = []string{
	"LTD", "LIMITED", "LLC", "INC", "INCORPORATED", "CORP", "PLC", "LLP", "GMBH", "SA", "SAS", "SARL", "SRL", "SPA",
	"LTDA", "LIMITADA", "SA DE CV", "S DE RL DE CV", "S DE RL", "SPR DE RL", "SC DE RL", "SAPI DE CV", "BV", "NV", "BVBA", "SPRL",
	"OY", "AB", "APS", "OOO", "OAO", "ZAO", "PAO", "JSC", "OJSC", "PJSC", "CJSC", "JOINT STOCK COMPANY", "JOINT-STOCK COMPANY",
	"EOOD", "OOD", "EAD", "DOO", "SIA", "UAB", "SDN BHD", "BHD", "PTE LTD", "PTY LTD", "PTY", "PVT LTD", "FZE", "FZC", "FZCO", "FZ-LLC", "SAL",
	"EURL", "EIRL", "WLL", "SAOC", "DMCC", "SCS", "SNC", "KFT",
}

var companyEnd = func() map[string]bool {
	m := map[string]bool{}
	for _, e := range companyEnds {
		m[e] = true
	}
	return m
}()

// companyWithStops are the forms that are certain only when written with full
// stops: without them they are words of their own.
var companyWithStops = []string{"C.A.", "A.S.", "A.G.", "A.D.", "CO.", "A/S", "K.G."}

// IsCompanyName tells whether an organisation's name ends in a legal form that
// only companies have, so that it is certainly one.
func IsCompanyName(name string) bool {
	upper := strings.ToUpper(strings.TrimSpace(name))
	for _, s := range companyWithStops {
		if strings.HasSuffix(upper, " "+s) {
			return true
		}
	}
	words := strings.Fields(strings.NewReplacer(".", "", ",", " ").Replace(upper))
	for n := 1; n <= 5 && n < len(words); n++ {
		if companyEnd[strings.Join(words[len(words)-n:], " ")] {
			return true
		}
	}
	// "OOO …", "PJSC …": Russian forms stand first.
	if len(words) > 1 {
		switch words[0] {
		case "OOO", "OAO", "ZAO", "PAO", "OJSC", "PJSC", "CJSC", "JSC", "LLC", "PUBLICHNOE", "PT":
			return true
		}
	}
	return false
}
