package weigh

import (
	"encoding/binary"
	"errors"

	"deciban/internal/names"
)

// errCut says that a description in an index ends too early or holds a value
// that none has.
var errCut = errors.New("damaged description of a unit")

// AppendText appends the kin's description, which ParseKin reads.
func (k *Kin) AppendText(dst []byte) []byte {
	flags := byte(0)
	if k.several {
		flags |= 1
	}
	if k.apart {
		flags |= 2
	}
	dst = append(dst, flags, byte(k.channel), byte(k.role), k.initial)
	dst = binary.AppendVarint(dst, int64(k.rarity))
	dst = binary.AppendVarint(dst, int64(k.penalty))
	dst = binary.AppendUvarint(dst, uint64(len(k.form)))
	dst = append(dst, k.form...)
	return append(dst, k.notion...)
}

// ParseKin reads a kin's description, which is the whole of text. The kin's texts
// are parts of it.
func ParseKin(text string) (Kin, error) {
	if len(text) < 4 || int(text[1]) >= names.ChannelCount || int(text[2]) >= leftRoles {
		return Kin{}, errCut
	}
	k := Kin{several: text[0]&1 != 0, apart: text[0]&2 != 0, channel: names.Channel(text[1]), role: names.Role(text[2]), initial: text[3]}
	text = text[4:]
	for _, w := range []*Weight{&k.rarity, &k.penalty} {
		v, n := uvarint(text)
		// Signed numbers are written as encoding/binary writes them.
		x := int64(v>>1) ^ -int64(v&1)
		if n == 0 || x != int64(Weight(x)) {
			return Kin{}, errCut
		}
		*w, text = Weight(x), text[n:]
	}
	v, n := uvarint(text)
	if n == 0 || v > uint64(len(text)-n) {
		return Kin{}, errCut
	}
	text = text[n:]
	k.form, k.notion = text[:v], text[v:]
	return k, nil
}

// uvarint is binary.Uvarint for texts; n is 0 if there is no number.
func uvarint(text string) (v uint64, n int) {
	for i := 0; i < len(text) && i < binary.MaxVarintLen64; i++ {
		c := text[i]
		v |= uint64(c&0x7f) << (7 * i)
		if c < 0x80 {
			return v, i + 1
		}
	}
	return 0, 0
}

// ReadUnit makes u a unit of the kin that text describes, as Kin.Unit does. Its
// texts are parts of it.
func ReadUnit(text string, u *Unit) error {
	k, err := ParseKin(text)
	if err != nil {
		return err
	}
	codes := u.codes[:0]
	*u = k.unit()
	u.codes = appendCodes(codes, u.form)
	return nil
}
