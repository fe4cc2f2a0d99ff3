package weigh

import (
	"encoding/binary"
	"errors"
	"unsafe"

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

// ParseKin reads a kin's description, which is the whole of b.
func ParseKin(b []byte) (Kin, error) { return parseKin(b, func(b []byte) string { return string(b) }) }

func parseKin(b []byte, text func([]byte) string) (Kin, error) {
	if len(b) < 4 || int(b[1]) >= names.ChannelCount || int(b[2]) >= leftRoles {
		return Kin{}, errCut
	}
	k := Kin{several: b[0]&1 != 0, apart: b[0]&2 != 0, channel: names.Channel(b[1]), role: names.Role(b[2]), initial: b[3]}
	b = b[4:]
	for _, w := range []*Weight{&k.rarity, &k.penalty} {
		v, n := binary.Varint(b)
		if n <= 0 || v != int64(Weight(v)) {
			return Kin{}, errCut
		}
		*w, b = Weight(v), b[n:]
	}
	v, n := binary.Uvarint(b)
	if n <= 0 || v > uint64(len(b)-n) {
		return Kin{}, errCut
	}
	b = b[n:]
	k.form, k.notion = text(b[:v]), text(b[v:])
	return k, nil
}

// ReadUnit makes u a unit of the kin that b describes, as Kin.Unit does. Its
// texts are those of b, which must not be changed while u is in use.
func ReadUnit(b []byte, u *Unit) error {
	k, err := parseKin(b, func(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) })
	if err != nil {
		return err
	}
	codes := u.codes[:0]
	*u = k.unit()
	u.codes = appendCodes(codes, u.form)
	return nil
}
