package parquet

import (
	"fmt"
	"math"
	"strconv"
	"time"
)

// The numbers of the logical types in their union, and of the older converted
// types.
const (
	logicalString    = 1
	logicalEnum      = 4
	logicalDate      = 6
	logicalTimestamp = 8
	logicalInteger   = 10
	logicalJSON      = 12

	convertedUTF8            = 0
	convertedEnum            = 4
	convertedDate            = 6
	convertedTimestampMillis = 9
	convertedTimestampMicros = 10
	convertedUint8           = 11
	convertedUint64          = 14
	convertedInt8            = 15
	convertedInt64           = 18
	convertedJSON            = 19
)

// value is a value as it is stored: the bits of a number, or bytes.
type value struct {
	bits  uint64
	bytes []byte
}

// day writes the day of a moment; the time of day is dropped, as of a date in a
// spreadsheet.
func day(seconds int64) string { return time.Unix(seconds, 0).UTC().Format(time.DateOnly) }

func floorDiv(v, by int64) int64 {
	d := v / by
	if v%by < 0 {
		d--
	}
	return d
}

// text returns how a value of the leaf is written as a text, or why it cannot
// be.
func (l *leaf) text() (func(value) string, error) {
	signed := func(v value) string { return strconv.FormatInt(int64(v.bits), 10) }
	unsigned := func(v value) string { return strconv.FormatUint(v.bits, 10) }
	moment := func(per int64) func(value) string {
		return func(v value) string { return day(floorDiv(int64(v.bits), per)) }
	}
	per := [...]int64{0, 1000, 1_000_000, 1_000_000_000}
	plain := l.logical == 0 && l.converted < 0
	switch l.kind {
	case typeBytes, typeFixed:
		isText := plain || l.logical == logicalString || l.logical == logicalEnum || l.logical == logicalJSON ||
			l.logical == 0 && (l.converted == convertedUTF8 || l.converted == convertedEnum || l.converted == convertedJSON)
		if isText {
			return func(v value) string { return string(v.bytes) }, nil
		}
	case typeInt32:
		switch {
		case l.logical == logicalDate, l.logical == 0 && l.converted == convertedDate:
			return func(v value) string { return day(int64(int32(v.bits)) * 86400) }, nil
		case l.logical == logicalInteger && l.unsigned, l.logical == 0 && l.converted >= convertedUint8 && l.converted <= convertedUint64:
			return func(v value) string { return strconv.FormatUint(uint64(uint32(v.bits)), 10) }, nil
		case plain, l.logical == logicalInteger, l.logical == 0 && l.converted >= convertedInt8 && l.converted <= convertedInt64:
			return func(v value) string { return strconv.FormatInt(int64(int32(v.bits)), 10) }, nil
		}
	case typeInt64:
		switch {
		case l.logical == logicalTimestamp && l.unit >= 1 && l.unit <= 3:
			return moment(per[l.unit]), nil
		case l.logical == 0 && l.converted == convertedTimestampMillis:
			return moment(1000), nil
		case l.logical == 0 && l.converted == convertedTimestampMicros:
			return moment(1_000_000), nil
		case l.logical == logicalInteger && l.unsigned, l.logical == 0 && l.converted >= convertedUint8 && l.converted <= convertedUint64:
			return unsigned, nil
		case plain, l.logical == logicalInteger, l.logical == 0 && l.converted >= convertedInt8 && l.converted <= convertedInt64:
			return signed, nil
		}
	case typeInt96:
		// Only ever a moment: nanoseconds of a day, and the Julian day, of which
		// 1970-01-01 is the 2,440,588th.
		return func(v value) string { return day((int64(uint32(v.bits)) - 2_440_588) * 86400) }, nil
	case typeBoolean:
		return func(v value) string { return strconv.FormatBool(v.bits != 0) }, nil
	case typeFloat:
		return func(v value) string {
			return strconv.FormatFloat(float64(math.Float32frombits(uint32(v.bits))), 'f', -1, 32)
		}, nil
	case typeDouble:
		if plain {
			return func(v value) string { return strconv.FormatFloat(math.Float64frombits(v.bits), 'f', -1, 64) }, nil
		}
	}
	return nil, fmt.Errorf("is stored as a type that is not read (physical %d, logical %d, converted %d); texts, numbers and days are", l.kind, l.logical, l.converted)
}
