package text

import "strings"

// What an abbreviation's full stop may be.
const (
	// before is followed by what it belongs to, so that it never ends a sentence.
	before = iota + 1
	// after may end a sentence, if the next word could begin one.
	after
	// number is an abbreviation only where a number follows.
	number
)

var abbreviations = func() map[string]int {
	m := make(map[string]int)
	for class, words := range map[int]string{
		before: `spc sfc ssgt msgt tsgt cwo mr mrs ms messrs mme dr prof rev hon fr sr st ste mt ft
			gen lt col col sgt capt cpt maj cmdr adm brig cpl pvt pfc det insp supt lt-col lt-gen maj-gen brig-gen
			sen sens rep reps gov govs pres amb atty asst dep dept min
			vs v cf eg ie viz approx est jan feb aug sept oct nov dec`,
		after: `jr esq inc corp co cos ltd plc bros llc etc al ave blvd rd hwy
			ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev okla ore pa tenn tex va vt wash wis wyo
			ph.d u.s u.k u.n e.u d.c a.m p.m`,
		number: `no nos p pp art sec fig vol ch apr jun jul mar tel para`,
	} {
		for _, w := range strings.Fields(words) {
			m[w] = class
		}
	}
	return m
}()

// smallToo are the abbreviations that also stand in small letters in mixed-case text.
var smallToo = map[string]bool{"vs": true, "v": true, "cf": true, "eg": true, "ie": true, "viz": true, "approx": true, "est": true, "etc": true, "al": true, "no": true, "p": true, "pp": true, "para": true, "vol": true, "ch": true}

// starters are words that begin sentences and hardly ever follow an abbreviation
// in capitals inside one: "in the U.S. The group".
var starters = func() map[string]bool {
	m := make(map[string]bool)
	for _, w := range strings.Fields(`the a an he she it they we you i his her its their our my this that these those there here
		in on at by for from with after before when while since if as but and so yet or nor although though because
		who what where why how is are was were do does did not no some many most all both each one two
		however meanwhile moreover still also now then once only even according despite during under until unless`) {
		m[w] = true
	}
	return m
}()

// clitics are cut off the word that they hang on.
var clitics = []string{"'s", "'d", "'m", "'ll", "'re", "'ve"}
