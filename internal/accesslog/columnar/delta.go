package columnar

import "encoding/binary"

// A delta is a row of numbers of which each is given by how much it differs from the one
// before.
type delta struct {
	b      []byte
	each   uint64 // numbers of a small block
	blocks uint64 // small blocks of a block
	left   uint64 // numbers still to be given
	first  bool   // the next is the first
	last   int64
	least  int64 // that every difference has
	widths []byte
	in     uint64 // differences that the small block still has
	width  uint
	bits   []byte
	at     uint64
}

func newDelta(b []byte) (*delta, error) {
	d := &delta{b: b, first: true}
	block, blocks, total := d.unsigned(), d.unsigned(), d.unsigned()
	d.last = d.signed()
	if d.b == nil || blocks == 0 || blocks > 1<<10 || block == 0 || block > 1<<20 || block%(8*blocks) != 0 {
		return nil, errDamaged
	}
	d.each, d.blocks, d.left = block/blocks, blocks, total
	return d, nil
}

// unsigned reads a number; b is nil when there is none.
func (d *delta) unsigned() uint64 {
	v, n := binary.Uvarint(d.b)
	if n <= 0 {
		d.b = nil
		return 0
	}
	d.b = d.b[n:]
	return v
}

func (d *delta) signed() int64 {
	u := d.unsigned()
	return int64(u>>1) ^ -int64(u&1)
}

func (d *delta) next() (int64, error) {
	if d.left == 0 {
		return 0, errDamaged
	}
	d.left--
	if d.first {
		d.first = false
		return d.last, nil
	}
	if d.in == 0 {
		if err := d.begin(); err != nil {
			return 0, err
		}
	}
	d.in--
	more, ok := bitsOf(d.bits, d.at, d.width)
	if !ok {
		return 0, errDamaged
	}
	d.at += uint64(d.width)
	d.last += d.least + int64(more)
	return d.last, nil
}

// begin begins the next small block.
func (d *delta) begin() error {
	if len(d.widths) == 0 {
		d.least = d.signed()
		if d.b == nil || uint64(len(d.b)) < d.blocks {
			return errDamaged
		}
		d.widths, d.b = d.b[:d.blocks], d.b[d.blocks:]
	}
	d.width, d.widths = uint(d.widths[0]), d.widths[1:]
	if d.width > 64 {
		return errDamaged
	}
	length := min(d.each*uint64(d.width)/8, uint64(len(d.b)))
	d.bits, d.b, d.at, d.in = d.b[:length], d.b[length:], 0, d.each
	return nil
}

// deltas are whole numbers of so many bytes.
type deltas struct {
	of    *delta
	width int
	raw   [8]byte
}

func (v *deltas) next() ([]byte, error) {
	n, err := v.of.next()
	binary.LittleEndian.PutUint64(v.raw[:], uint64(n))
	return v.raw[:v.width], err
}

// suffixed are texts of which the lengths stand before all of them, and which may begin
// as the one before does.
type suffixed struct {
	same, more []uint32 // how many bytes are as before, and how many follow
	b          []byte
	last       []byte
	width      int
}

// lengths reads the lengths of n texts. Those that are null have none.
func (p *pages) lengths(plain []byte, n int64, begins bool) (values, error) {
	v := &suffixed{width: p.column.width}
	for _, to := range []*[]uint32{&p.same, &p.more} {
		if to == &p.same && !begins {
			continue
		}
		d, err := newDelta(plain)
		if err != nil {
			return nil, err
		}
		if d.left > uint64(n) || d.left > largestPage/8 {
			return nil, errDamaged
		}
		if err := room(p.file, to, int(d.left)); err != nil {
			return nil, err
		}
		for i := range *to {
			l, err := d.next()
			if err != nil || l < 0 || l > largestPage {
				return nil, errDamaged
			}
			(*to)[i] = uint32(l)
		}
		plain = d.b
	}
	v.more, v.b = p.more, plain
	if begins {
		v.same = p.same
	}
	return v, nil
}

func (v *suffixed) next() ([]byte, error) {
	if len(v.more) == 0 {
		return nil, errDamaged
	}
	more := int(v.more[0])
	v.more = v.more[1:]
	same := 0
	if v.same != nil {
		if len(v.same) == 0 {
			return nil, errDamaged
		}
		same, v.same = int(v.same[0]), v.same[1:]
	}
	if same > len(v.last) || more > len(v.b) || same+more > largestPage || v.width > 0 && same+more != v.width {
		return nil, errDamaged
	}
	v.last = append(v.last[:same], v.b[:more]...)
	v.b = v.b[more:]
	return v.last, nil
}
