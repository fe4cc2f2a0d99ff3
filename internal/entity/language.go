package entity

import (
	"strings"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// ParseGender returns FtM's "male", "female" or "other" for what lists and
// people write, in English, French, Spanish, German, Russian, Ukrainian, Arabic
// and Persian; ok is false if text is none of them.
func ParseGender(text string) (gender string, ok bool) {
	gender, ok = genders[strings.Trim(strings.ToLower(strings.TrimSpace(text)), ".")]
	return gender, ok
}

var genders = map[string]string{
	"male": "male", "m": "male", "man": "male", "boy": "male", "masculine": "male", "masculin": "male", "homme": "male",
	"masculino": "male", "hombre": "male", "männlich": "male", "mann": "male", "мужской": "male", "муж": "male", "м": "male",
	"чоловіча": "male", "ذكر": "male", "مرد": "male", "مذکر": "male",
	"female": "female", "f": "female", "woman": "female", "girl": "female", "feminine": "female", "féminin": "female",
	"feminin": "female", "femme": "female", "femenino": "female", "mujer": "female", "weiblich": "female", "w": "female",
	"frau": "female", "женский": "female", "жен": "female", "ж": "female", "жіноча": "female", "أنثى": "female", "زن": "female", "مونث": "female",
	"other": "other", "x": "other", "diverse": "other", "divers": "other", "non-binary": "other", "nonbinary": "other", "o": "other",
}

// LanguageCode returns the ISO 639-3 code of the language that text codes
// ("ar", "ara", "zh-Hant") or names in English or in the language itself
// ("Arabic", "Русский"); ok is false if it is unknown.
func LanguageCode(text string) (code string, ok bool) {
	key := strings.ToLower(strings.TrimSpace(text))
	if key == "" {
		return "", false
	}
	if code = languageNames()[key]; code != "" {
		return code, true
	}
	if len(key) < 2 || len(key) > 16 {
		return "", false
	}
	if key == "und" || key == "mul" || key == "zxx" {
		return "", false // ISO 639's ways of saying none
	}
	primary, _, _ := strings.Cut(strings.ReplaceAll(key, "_", "-"), "-")
	if code = bibliographic[primary]; code != "" {
		return code, true
	}
	base, err := language.ParseBase(primary)
	if err != nil {
		return "", false
	}
	code = base.ISO3()
	return code, len(code) == 3
}

// bibliographic maps the codes of ISO 639-2/B that differ from ISO 639-3.
var bibliographic = map[string]string{
	"alb": "sqi", "arm": "hye", "baq": "eus", "bur": "mya", "chi": "zho", "cze": "ces", "dut": "nld", "fre": "fra",
	"geo": "kat", "ger": "deu", "gre": "ell", "ice": "isl", "mac": "mkd", "mao": "mri", "may": "msa", "per": "fas",
	"rum": "ron", "slo": "slk", "tib": "bod", "wel": "cym",
}

// languageNames maps names of languages in lower case to codes.
var languageNames = sync.OnceValue(func() map[string]string {
	m := map[string]string{
		"dari": "prs", "farsi": "fas", "persian": "fas", "pushto": "pus", "pashtu": "pus", "mandarin": "zho", "cantonese": "yue",
		"bengali": "ben", "myanmar": "mya", "flemish": "nld", "moldovan": "ron", "khmer": "khm", "uighur": "uig", "kirghiz": "kir",
	}
	english := display.English.Languages()
	for _, tag := range display.Supported.Tags() {
		base, _ := tag.Base()
		code := base.ISO3()
		if len(code) != 3 || code == "und" {
			continue
		}
		for _, name := range []string{english.Name(language.Make(base.String())), display.Self.Name(language.Make(base.String()))} {
			if name = strings.ToLower(name); name != "" && m[name] == "" {
				m[name] = code
			}
		}
	}
	return m
})
