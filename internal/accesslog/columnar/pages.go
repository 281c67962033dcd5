package columnar

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
)

// pages are those of a column of a group, read one after the other.
type pages struct {
	file   *File
	column *column
	chunk  chunk
	left   int64 // values that no page has brought yet

	begun      bool
	plain      []byte // of the page, decompressed
	inPage     int64  // values that it still has
	nulls      *hybrid
	values     values
	dictionary *dictionary
	body       []byte // as it lies in the file
	levels     []byte
	same, more []uint32 // lengths
}

// next is the value of the next row, which holds until the one after it is asked for. Has
// says whether it is one, and not null.
func (p *pages) next() (raw []byte, has bool, err error) {
	for p.inPage == 0 {
		if err := p.load(); err != nil {
			return nil, false, err
		}
	}
	p.inPage--
	if p.nulls != nil {
		if level, err := p.nulls.next(); err != nil || level == 0 {
			return nil, false, err
		}
	}
	raw, err = p.values.next()
	return raw, err == nil, err
}

// load reads the next page.
func (p *pages) load() error {
	head, err := p.head()
	if err != nil {
		return err
	}
	packed, size := head.number(3, -1), head.number(2, -1)
	switch {
	case packed < 0 || size < 0 || packed > p.chunk.to-p.chunk.from:
		return errDamaged
	case packed > largestPage || size > largestPage:
		return errLarge
	}
	if err := room(p.file, &p.body, int(packed)); err != nil {
		return err
	}
	body := p.body[:packed]
	if err := readAll(p.file.r, body, p.chunk.from); err != nil {
		return err
	}
	p.chunk.from += packed
	if sum, has := head.get(4).(int64); has && uint32(sum) != crc32.ChecksumIEEE(body) {
		return errDamaged
	}
	switch head.number(1, -1) {
	case 0:
		return p.first(head, body, int(size))
	case 1:
		return nil // an index, which is not needed
	case 2:
		return p.listed(head, body, int(size))
	case 3:
		return p.second(head, body, int(size))
	}
	return errDamaged
}

// head reads what a page says of itself. It is short, but some write the least and the
// largest value into it.
func (p *pages) head() (fields, error) {
	for _, length := range []int64{256, 64 << 10, 4 << 20} {
		length = min(length, p.chunk.to-p.chunk.from)
		b := make([]byte, length)
		if err := readAll(p.file.r, b, p.chunk.from); err != nil {
			return nil, err
		}
		head, n, err := structure(b, 1000)
		if err == nil {
			p.chunk.from += int64(n)
			return head, nil
		}
		if !errors.Is(err, errShort) {
			break
		}
	}
	return nil, errDamaged
}

// first takes a data page of the first version: levels and values are packed together,
// and levels say how long they are.
func (p *pages) first(head fields, body []byte, size int) error {
	about, has := head.within(5)
	if !has {
		return errDamaged
	}
	plain, err := p.unpack(body, size)
	if err != nil {
		return err
	}
	p.nulls = nil
	if p.column.optional {
		if about.number(3, -1) != encodingRLE {
			return errEncoding
		}
		var levels []byte
		if levels, plain, err = prefixed(plain); err != nil {
			return err
		}
		p.nulls = &hybrid{b: levels, width: 1}
	}
	return p.begin(about.number(1, -1), about.number(2, -1), plain)
}

// second takes one of the second version: levels are not packed, and stand before.
func (p *pages) second(head fields, body []byte, size int) error {
	about, has := head.within(8)
	repeats, levels := about.number(6, -1), about.number(5, -1) // some write repeats of columns that have none
	if !has || repeats < 0 || levels < 0 || repeats > largestPage || levels > largestPage || repeats+levels > int64(min(len(body), size)) {
		return errDamaged
	}
	body, size = body[repeats:], size-int(repeats)
	p.nulls = nil
	if p.column.optional {
		if err := room(p.file, &p.levels, int(levels)); err != nil {
			return err
		}
		p.nulls = &hybrid{b: p.levels[:copy(p.levels, body[:levels])], width: 1}
	}
	body, size = body[levels:], size-int(levels)
	codec := p.chunk.codec
	if !about.flag(7, true) {
		p.chunk.codec = packedNot
	}
	plain, err := p.unpack(body, size)
	p.chunk.codec = codec
	if err != nil {
		return err
	}
	return p.begin(about.number(1, -1), about.number(4, -1), plain)
}

// begin takes the values of a page.
func (p *pages) begin(n, encoding int64, plain []byte) (err error) {
	if n < 0 || n > p.left {
		return errDamaged
	}
	p.left -= n
	p.inPage, p.begun = n, true
	p.values, err = p.decoder(encoding, plain, n)
	return err
}

// listed takes the values that pages of indexes refer to.
func (p *pages) listed(head fields, body []byte, size int) error {
	about, has := head.within(7)
	n := about.number(1, -1)
	if encoding := about.number(2, -1); !has || p.dictionary != nil || p.begun || n < 0 || encoding != encodingPlain && encoding != encodingPlainDictionary {
		return errDamaged
	}
	plain, err := p.unpack(body, size)
	if err != nil {
		return err
	}
	p.plain = nil // the dictionary keeps it
	p.dictionary, err = newDictionary(plain, n, p.column.width)
	if err != nil {
		return err
	}
	return p.file.hold(4 * len(p.dictionary.ends))
}

// hold notes that so many more bytes are kept.
func (f *File) hold(bytes int) error {
	if f.held += int64(bytes); f.held > largestHeld {
		return errLarge
	}
	return nil
}

// room makes room for so many, and notes what it takes.
func room[T byte | uint32](f *File, in *[]T, n int) error {
	if cap(*in) < n {
		var one T
		if err := f.hold((n - cap(*in)) * binary.Size(one)); err != nil {
			return err
		}
		*in = make([]T, n)
	}
	*in = (*in)[:n]
	return nil
}

// prefixed cuts off what begins with its length.
func prefixed(b []byte) (first, rest []byte, err error) {
	if len(b) < 4 {
		return nil, nil, errDamaged
	}
	n := uint64(binary.LittleEndian.Uint32(b))
	if b = b[4:]; n > uint64(len(b)) {
		return nil, nil, errDamaged
	}
	return b[:n], b[n:], nil
}
