package columnar

import (
	"encoding/binary"
)

// The encodings that are read, by their numbers in Parquet.
const (
	encodingPlain           = 0
	encodingPlainDictionary = 2
	encodingRLE             = 3
	encodingDelta           = 5
	encodingDeltaLength     = 6
	encodingDeltaBytes      = 7
	encodingDictionary      = 8
)

// values give the bytes of one value after another.
type values interface {
	next() ([]byte, error)
}

// decoder is what reads the values of a page.
func (p *pages) decoder(encoding int64, plain []byte, n int64) (values, error) {
	c := p.column
	switch {
	case encoding == encodingPlain && c.physical == isBool:
		return &bools{of: &hybrid{b: plain, width: 1, packed: true, run: 8 * uint64(len(plain)), bits: plain}}, nil
	case encoding == encodingPlain:
		return &plainValues{plain, c.width}, nil
	case encoding == encodingRLE && c.physical == isBool:
		runs, _, err := prefixed(plain)
		return &bools{of: &hybrid{b: runs, width: 1}}, err
	case encoding == encodingDictionary || encoding == encodingPlainDictionary:
		if p.dictionary == nil {
			return nil, errDamaged
		}
		if len(plain) == 0 { // all of them are null
			return &indexed{of: &hybrid{}, in: p.dictionary}, nil
		}
		if plain[0] > 32 {
			return nil, errDamaged
		}
		return &indexed{of: &hybrid{b: plain[1:], width: uint(plain[0])}, in: p.dictionary}, nil
	case encoding == encodingDelta && (c.physical == isInt32 || c.physical == isInt64):
		d, err := newDelta(plain)
		return &deltas{of: d, width: c.width}, err
	case encoding == encodingDeltaLength && c.physical == isBytes:
		return p.lengths(plain, n, false)
	case encoding == encodingDeltaBytes && (c.physical == isBytes || c.physical == isFixed):
		return p.lengths(plain, n, true)
	}
	return nil, errEncoding
}

// plainValues stand one after the other, behind their length when width is 0.
type plainValues struct {
	b     []byte
	width int
}

func (v *plainValues) next() (raw []byte, err error) {
	if v.width == 0 {
		raw, v.b, err = prefixed(v.b)
		return raw, err
	}
	if len(v.b) < v.width {
		return nil, errDamaged
	}
	raw, v.b = v.b[:v.width], v.b[v.width:]
	return raw, nil
}

// A dictionary is the values that others refer to.
type dictionary struct {
	b     []byte
	width int
	n     uint32
	ends  []uint32 // of each value with its length before it; empty when width says it
}

// newDictionary takes n values, of which each has at least a byte.
func newDictionary(b []byte, n int64, width int) (*dictionary, error) {
	if n > int64(len(b)) || int64(width)*n > int64(len(b)) {
		return nil, errDamaged
	}
	d := &dictionary{b: b, width: width, n: uint32(n)}
	if width > 0 {
		return d, nil
	}
	rest := b
	for range n {
		var err error
		if _, rest, err = prefixed(rest); err != nil {
			return nil, err
		}
		d.ends = append(d.ends, uint32(len(b)-len(rest)))
	}
	return d, nil
}

func (d *dictionary) at(i uint32) ([]byte, error) {
	switch {
	case i >= d.n:
		return nil, errDamaged
	case d.width > 0:
		return d.b[int(i)*d.width : (int(i)+1)*d.width], nil
	}
	from := uint32(4)
	if i > 0 {
		from += d.ends[i-1]
	}
	return d.b[from:d.ends[i]], nil
}

// indexed are values in a dictionary.
type indexed struct {
	of *hybrid
	in *dictionary
}

func (v *indexed) next() ([]byte, error) {
	i, err := v.of.next()
	if err != nil {
		return nil, err
	}
	return v.in.at(i)
}

// bools are bits.
type bools struct {
	of  *hybrid
	one [1]byte
}

func (v *bools) next() ([]byte, error) {
	bit, err := v.of.next()
	v.one[0] = byte(bit)
	return v.one[:], err
}

// A hybrid is a row of small numbers: runs of one that comes again and again, and
// numbers that lie bit to bit.
type hybrid struct {
	b      []byte // runs that were not begun
	width  uint   // bits of a number
	run    uint64 // numbers that the run still has
	packed bool
	value  uint32 // that comes again
	bits   []byte // of numbers bit to bit
	at     uint64 // bit
}

func (h *hybrid) next() (uint32, error) {
	for h.run == 0 {
		if err := h.begin(); err != nil {
			return 0, err
		}
	}
	h.run--
	if !h.packed {
		return h.value, nil
	}
	v, ok := bitsOf(h.bits, h.at, h.width)
	if !ok {
		return 0, errDamaged
	}
	h.at += uint64(h.width)
	return uint32(v), nil
}

// begin begins the next run.
func (h *hybrid) begin() error {
	head, n := binary.Uvarint(h.b)
	if n <= 0 || head>>1 > 1<<32 {
		return errDamaged
	}
	h.b, h.packed, h.run = h.b[n:], head&1 == 1, head>>1
	if h.packed {
		length := min(h.run*uint64(h.width), uint64(len(h.b))) // the last run can be cut where nothing follows
		h.bits, h.b, h.at, h.run = h.b[:length], h.b[length:], 0, h.run*8
		return nil
	}
	bytes := int(h.width+7) / 8
	if len(h.b) < bytes {
		return errDamaged
	}
	var word [4]byte
	copy(word[:], h.b[:bytes])
	h.value, h.b = binary.LittleEndian.Uint32(word[:]), h.b[bytes:]
	return nil
}

// bitsOf is the number of so many bits, at most 64, from a bit on; ok says that they are
// there.
func bitsOf(b []byte, at uint64, width uint) (v uint64, ok bool) {
	if at+uint64(width) > 8*uint64(len(b)) {
		return 0, false
	}
	for got := uint(0); got < width; {
		off := uint(at & 7)
		n := min(8-off, width-got)
		v |= uint64(b[at>>3]>>off&(1<<n-1)) << got
		got, at = got+n, at+uint64(n)
	}
	return v, true
}
