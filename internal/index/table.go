// Package index finds the entries that can reach a threshold, without looking at the others: an immutable file for each snapshot, and an exact search by upper bounds.
package index

import (
	"deciban/internal/names"
	"deciban/internal/weigh"
)

// tables is the index as flat arrays, in memory or mapped from a file. Numbers
// of names, entries, kins and forms are their places in the order of building:
// the order of the entries, their names, their units.
type tables struct {
	// Kins: kins[i] is where kin i is described in kinText. The kins of form f
	// are formKins[f] to formKins[f+1]; those without a form follow.
	kinText  []byte
	kins     []uint32
	formKins []uint32
	// heads[i] says of kin i what most comparisons need not look beyond.
	heads []kinHead
	// The names with a unit of kin i are posts[postFrom[i]:postFrom[i+1]],
	// rising, each once. only holds those of them that have one plain part or
	// none.
	postFrom []uint64
	posts    []uint32
	onlyFrom []uint32
	only     []uint32
	// lookup finds kins by a hash of what they are compared by, rising by hash.
	lookup []hashed
	// Names: nameEntry[i] is the name's entry; outline[nameAt[i]:nameAt[i+1]]
	// describes it.
	nameEntry []uint32
	nameAt    []uint64
	outline   []int32
	entries   []entryRow
	// ranks orders entries of equal weight.
	ranks []uint32
	// dates holds the entries' birth dates. groups holds each distinct date with
	// the entries that have it, groupEntries[g.first:next.first]: first exact
	// days but 1 January, then dates that range over at most a year, then the
	// others, each rising. The last row is no date.
	dates        []dateRow
	groups       []dateGroup
	groupEntries []uint32
	// pointers finds entries by identifiers and contacts.
	pointers []hashed
	// lexicons hold the forms that persons bear, and those that others do. An
	// entry that may be either is in both.
	lexicons [2]weigh.Lexicons
	facts    facts
}

// hashed is a hash and what it stands for.
type hashed struct {
	hash  uint64
	value uint64
}

// entryRow describes an entry. Its names run to the next row's first; the last
// row is no entry.
type entryRow struct {
	firstName, firstDate uint32
	aliases              int32
	kind                 uint32 // names.Kind, and anyKind
}

const anyKind = 1 << 8

type dateRow struct {
	from, to int32
	circa    int32
}

// dateGroup is a date that entries have.
type dateGroup struct {
	dateRow
	first uint32
}

// kinHead is what decides about most pairs of units.
type kinHead struct {
	letters weigh.LetterSet
	rarity  int16
	size    uint8 // number of letters, cut
	info    uint8 // channel, and 32 times the flags
}

// channelBits are the bits of a kinHead's info that hold the channel.
const channelBits = 5

// A channel more than they hold would read as another, and set a flag.
var _ [1<<channelBits - names.ChannelCount]struct{}

func (h *kinHead) flags() uint8 { return h.info >> channelBits }

func (h *kinHead) channel() names.Channel { return names.Channel(h.info & (1<<channelBits - 1)) }

// The flags of a kinHead.
const (
	kinSeveral  = 1 << iota // covers several parts
	kinSearched             // found by spelling
	kinNotion               // has a notion
)

// facts are single numbers of the index.
type facts struct {
	// spare is the most that the lefts of a name's parts add to its base, where
	// some are above 0; aliases is the most of the entries' alias costs.
	spare, aliases weigh.Weight
	// rarest is the most of the kins' rarities but those of acronyms. left is the
	// most that a plain part weighs when left over, of persons' names with several
	// and of others'.
	rarest weigh.Weight
	left   [2]weigh.Weight
	// days and years are the numbers of groups that are exact days, and that
	// range over at most a year.
	days, years int32
}

// numbers are the facts as they are written.
func (f *facts) numbers() []int32 {
	return []int32{int32(f.spare), int32(f.aliases), int32(f.rarest), int32(f.left[0]), int32(f.left[1]), f.days, f.years}
}

// set reads what numbers returns; false if that is something else.
func (f *facts) set(n []int32) bool {
	if len(n) != len(f.numbers()) {
		return false
	}
	*f = facts{weigh.Weight(n[0]), weigh.Weight(n[1]), weigh.Weight(n[2]), [2]weigh.Weight{weigh.Weight(n[3]), weigh.Weight(n[4])}, n[5], n[6]}
	return true
}

func (t *tables) entriesLen() int { return max(len(t.entries)-1, 0) }

// The outline of a name, in 32-bit words:
//
//	base, number of parts, then for each part twice what it weighs when left,
//	and 1 if it is plain; then for each unit its kin, and 256 times its first
//	part and the number of parts.
const outlineHead = 2

func appendOutline(dst []int32, o *weigh.NameOutline, kin func(*weigh.Unit) uint32) []int32 {
	dst = append(dst, int32(o.Base), int32(len(o.Left)))
	for i, w := range o.Left {
		word := int32(w) << 1
		if o.Plain[i] {
			word |= 1
		}
		dst = append(dst, word)
	}
	for _, u := range o.Units {
		from, n := u.Span()
		dst = append(dst, int32(kin(u)), int32(from)<<8|int32(n))
	}
	return dst
}

// hashText is FNV-1a with a last mixing step, over a tag, a channel and a text.
func hashText(tag byte, c names.Channel, text string) uint64 {
	h := uint64(14695981039346656037)
	add := func(b byte) {
		h ^= uint64(b)
		h *= 1099511628211
	}
	add(tag)
	add(byte(c))
	for i := 0; i < len(text); i++ {
		add(text[i])
	}
	h ^= h >> 32
	h *= 0x9e3779b97f4a7c15
	return h ^ h>>29
}

// What kins and entries are looked up by.
const (
	byForm    = 'f' // a searched form of one part, as written
	byEqual   = 'e' // legal forms and numbers
	byInitial = 'i' // initials, by their letter
	byNotion  = 'n'
	byPointer = 'p' // identifiers and contacts
	byID      = 'k'
)
