package index

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"unsafe"

	"deciban/internal/weigh"
)

// The file is described in docs/format/index.md. Its history:
//
//	1  the first
//	2  heads of kins, names of one plain part, birth dates by date; lexicons of
//	   these names; lexicons of three more channels
//	3  five bits for a kin's channel
//	4  lexicons as tries
const formatVersion = 4

const (
	magic      = "DECIBANX"
	headSize   = 64
	rowSize    = 32
	alignment  = 64
	mostRows   = 64
	noChecksum = 1 // flag of a section whose parts have their own checksums
)

// The sections.
const (
	secAbout = 1 + iota
	secFacts
	secKinText
	secKins
	secFormKins
	secPostFrom
	secPosts
	secLookup
	secNameEntry
	secNameAt
	secOutline
	secEntries
	secRanks
	secDates
	secGroups
	secGroupEntries
	secPointers
	secLexicons
	secTextAt
	secTexts
	secHeads
	secOnlyFrom
	secOnly
)

var (
	// ErrDamaged says that a file is no whole index: cut, altered, or another
	// kind of file.
	ErrDamaged = errors.New("the index file is damaged")
	// ErrOther says that an index was built of another snapshot, with another
	// model, or in another format, and must be built anew.
	ErrOther = errors.New("the index file is of another snapshot, model or format")
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// number is what sections hold arrays of. All are without padding, and files
// hold them as memory does on little-endian machines.
type number interface {
	uint8 | int32 | uint32 | uint64 | hashed | entryRow | dateRow | dateGroup | kinHead | weigh.TrieNode
}

// bytesOf returns the memory of an array.
func bytesOf[T number](a []T) []byte {
	if len(a) == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(a))), len(a)*int(unsafe.Sizeof(a[0])))
}

// arrayOf reads memory as an array; ok is false if it is not a whole number of
// elements.
func arrayOf[T number](b []byte) (a []T, ok bool) {
	var one T
	size := int(unsafe.Sizeof(one))
	if len(b)%size != 0 || uintptr(unsafe.Pointer(unsafe.SliceData(b)))%unsafe.Alignof(one) != 0 {
		return nil, false
	}
	if len(b) == 0 {
		return nil, true
	}
	return unsafe.Slice((*T)(unsafe.Pointer(unsafe.SliceData(b))), len(b)/size), true
}

// littleEndian tells whether this machine can read files in place.
var littleEndian = binary.NativeEndian.Uint16([]byte{1, 0}) == 1

// eachArray calls visit with the arrays of the tables and their sections.
func (t *tables) eachArray(visit func(section uint32, a array)) {
	visit(secKinText, arrayAt(&t.kinText))
	visit(secKins, arrayAt(&t.kins))
	visit(secFormKins, arrayAt(&t.formKins))
	visit(secPostFrom, arrayAt(&t.postFrom))
	visit(secPosts, arrayAt(&t.posts))
	visit(secLookup, arrayAt(&t.lookup))
	visit(secNameEntry, arrayAt(&t.nameEntry))
	visit(secNameAt, arrayAt(&t.nameAt))
	visit(secOutline, arrayAt(&t.outline))
	visit(secEntries, arrayAt(&t.entries))
	visit(secRanks, arrayAt(&t.ranks))
	visit(secDates, arrayAt(&t.dates))
	visit(secGroups, arrayAt(&t.groups))
	visit(secGroupEntries, arrayAt(&t.groupEntries))
	visit(secHeads, arrayAt(&t.heads))
	visit(secOnlyFrom, arrayAt(&t.onlyFrom))
	visit(secOnly, arrayAt(&t.only))
	visit(secPointers, arrayAt(&t.pointers))
}

// array reads and writes one array of whatever type.
type array struct {
	bytes func() []byte
	set   func([]byte) bool
	size  int
}

func arrayAt[T number](at *[]T) array {
	var one T
	return array{
		bytes: func() []byte { return bytesOf(*at) },
		set: func(b []byte) (ok bool) {
			*at, ok = arrayOf[T](b)
			return ok
		},
		size: int(unsafe.Sizeof(one)),
	}
}

// eachTrie calls visit with the arrays of each trie of each lexicon. Those
// that do not exist are made.
func (t *tables) eachTrie(visit func(a []array)) {
	for pop := range t.lexicons {
		for join := range t.lexicons[pop] {
			for c := range t.lexicons[pop][join] {
				l := t.lexicons[pop][join][c]
				if l == nil {
					l = &weigh.Lexicon{}
				}
				l.Arrays(func(nodes *[]weigh.TrieNode, letters *[]uint8, ids *[]int32) {
					visit([]array{arrayAt(nodes), arrayAt(letters), arrayAt(ids)})
				})
				if l.Len() == 0 {
					l = nil
				}
				t.lexicons[pop][join][c] = l
			}
		}
	}
}
