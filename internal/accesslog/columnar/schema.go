package columnar

import (
	"encoding/binary"
	"encoding/hex"
	"math"
	"strconv"
	"strings"
	"time"
)

// The physical types, by their numbers in Parquet.
const (
	isBool   = 0
	isInt32  = 1
	isInt64  = 2
	isInt96  = 3
	isFloat  = 4
	isDouble = 5
	isBytes  = 6
	isFixed  = 7
)

// A column that is flat, and how its values are shown.
type column struct {
	name     string
	leaf     int // its number among all columns
	physical int64
	width    int // bytes of a value; 0 for bytes that say how long they are
	optional bool
	text     func(raw []byte) string
}

// widths are the bytes of a value of each physical type. A bool has a byte here.
var widths = [...]int{isBool: 1, isInt32: 4, isInt64: 8, isInt96: 12, isFloat: 4, isDouble: 8, isBytes: 0, isFixed: 0}

// schema notes the flat columns, and says how many there are of all.
func (f *File) schema(elements []value) (leaves int, err error) {
	if len(elements) == 0 {
		return 0, errDamaged
	}
	open := []int64{} // children that are still to come, of each group that is open
	for i, v := range elements {
		e, ok := v.(fields)
		if !ok || i > 0 && len(open) == 0 {
			return 0, errDamaged
		}
		if i > 0 {
			open[len(open)-1]--
		}
		switch children := e.number(5, 0); {
		case children < 0 || children > int64(len(elements)):
			return 0, errDamaged
		case children > 0 || i == 0:
			open = append(open, children)
		default:
			if len(open) == 1 {
				f.add(e, leaves)
			}
			leaves++
		}
		for len(open) > 0 && open[len(open)-1] == 0 {
			open = open[:len(open)-1]
		}
	}
	switch {
	case len(open) > 0:
		return 0, errDamaged
	case len(f.columns) > mostColumns:
		return 0, errMany
	}
	return leaves, nil
}

// add notes a column, when it is one of single values that can be shown.
func (f *File) add(e fields, leaf int) {
	c := column{name: strings.ToValidUTF8(e.text(4), "\ufffd"), leaf: leaf, physical: e.number(1, -1), optional: e.number(3, 0) == 1}
	if e.number(3, 0) > 1 || c.physical < 0 || c.physical >= int64(len(widths)) {
		return
	}
	c.width = widths[c.physical]
	if c.physical == isFixed {
		length := e.number(2, 0)
		if length < 1 || length > 1<<10 {
			return
		}
		c.width = int(length)
	}
	if c.text = shown(e, &c); c.text != nil {
		f.columns = append(f.columns, c)
	}
}

// shown is how values of a column are shown; nil when they cannot be.
func shown(e fields, c *column) func([]byte) string {
	logical, _ := e.within(10)
	converted := e.number(6, -1)
	switch c.physical {
	case isBool:
		return func(b []byte) string { return strconv.FormatBool(b[0] == 1) }
	case isInt32, isInt64:
		return whole(logical, converted, e.number(7, 0), c.width)
	case isInt96:
		return func(b []byte) string { return utc(old(b)) }
	case isFloat:
		return func(b []byte) string {
			return float(float64(math.Float32frombits(binary.LittleEndian.Uint32(b))), 32)
		}
	case isDouble:
		return func(b []byte) string { return float(math.Float64frombits(binary.LittleEndian.Uint64(b)), 64) }
	case isBytes:
		if _, decimal := logical.within(5); decimal || converted == 5 {
			return nil
		}
		return func(b []byte) string { return string(b) }
	}
	if _, uuid := logical.within(14); uuid && c.width == 16 {
		return func(b []byte) string {
			h := hex.EncodeToString(b)
			return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
		}
	}
	if _, decimal := logical.within(5); decimal || converted == 5 || converted == 21 {
		return nil // decimals and intervals
	}
	return hex.EncodeToString
}

// whole is how whole numbers are shown: as such, as a moment, a day, a time of the day or
// a decimal number.
func whole(logical fields, converted, scale int64, width int) func([]byte) string {
	number := func(b []byte) int64 {
		if width == 4 {
			return int64(int32(binary.LittleEndian.Uint32(b)))
		}
		return int64(binary.LittleEndian.Uint64(b))
	}
	if _, date := logical.within(6); date || converted == 6 {
		return func(b []byte) string { return time.Unix(number(b)*86400, 0).UTC().Format(time.DateOnly) }
	}
	if unit, show := moment(logical, converted); show != nil {
		return func(b []byte) string {
			n := number(b)
			return show(time.Unix(floor(n, unit), (n-floor(n, unit)*unit)*(1e9/unit)).UTC())
		}
	}
	if d, decimal := logical.within(5); decimal || converted == 5 {
		scale = d.number(1, scale)
		if scale < 0 || scale > 18 {
			return nil
		}
		return func(b []byte) string { return point(number(b), int(scale)) }
	}
	kind, has := logical.within(10)
	if has && !kind.flag(2, true) || converted >= 11 && converted <= 14 {
		return func(b []byte) string {
			if width == 4 {
				return strconv.FormatUint(uint64(binary.LittleEndian.Uint32(b)), 10)
			}
			return strconv.FormatUint(binary.LittleEndian.Uint64(b), 10)
		}
	}
	return func(b []byte) string { return strconv.FormatInt(number(b), 10) }
}

// moment says in how many parts of a second a number counts, and how such a moment is
// shown; nil when it is none.
func moment(logical fields, converted int64) (unit int64, show func(time.Time) string) {
	clock := func(t time.Time) string { return t.Format("15:04:05.999999999") }
	switch converted {
	case 7:
		unit, show = 1e3, clock
	case 8:
		unit, show = 1e6, clock
	case 9:
		unit, show = 1e3, utc
	case 10:
		unit, show = 1e6, utc
	}
	stamp, isStamp := logical.within(8)
	of, isClock := logical.within(7)
	switch {
	case isStamp && stamp.flag(1, true):
		of, show = stamp, utc
	case isStamp:
		of, show = stamp, func(t time.Time) string { return t.Format("2006-01-02 15:04:05.999999999") }
	case isClock:
		show = clock
	default:
		return unit, show
	}
	in, _ := of.within(2)
	for id, parts := range map[int64]int64{1: 1e3, 2: 1e6, 3: 1e9} {
		if _, is := in.within(id); is {
			return parts, show
		}
	}
	return 0, nil
}

// utc shows a moment that is known.
func utc(t time.Time) string { return t.Format(time.RFC3339Nano) }

// old is a moment as Parquet held it before it had a type for it: nanoseconds in the
// day, and the number of the day since 4713 BC.
func old(b []byte) time.Time {
	nanos, day := int64(binary.LittleEndian.Uint64(b)), int64(binary.LittleEndian.Uint32(b[8:]))
	return time.Unix((day-2440588)*86400+floor(nanos, 1e9), nanos-floor(nanos, 1e9)*1e9).UTC()
}

// floor is n/by, downwards.
func floor(n, by int64) int64 {
	if n%by < 0 {
		return n/by - 1
	}
	return n / by
}

// float shows a number. Numbers of people that were made one with a point, because one
// of them was missing, have none again.
func float(f float64, bits int) string {
	if math.IsNaN(f) {
		return ""
	}
	if math.Abs(f) < 1e18 {
		return strconv.FormatFloat(f, 'f', -1, bits)
	}
	return strconv.FormatFloat(f, 'g', -1, bits)
}

// point shows a decimal number.
func point(n int64, scale int) string {
	text := strconv.FormatInt(n, 10)
	if scale == 0 {
		return text
	}
	sign := text[:len(text)-len(strings.TrimPrefix(text, "-"))]
	text = text[len(sign):]
	text = strings.Repeat("0", max(0, scale+1-len(text))) + text
	return sign + text[:len(text)-scale] + "." + text[len(text)-scale:]
}
