package columnar

import (
	"encoding/binary"
	"errors"
)

// What describes a Parquet file is written in Thrift's compact protocol. It is taken
// apart here into values without a meaning, at most so many, and none larger than the
// bytes that are there: a list that announces two thousand million elements is refused
// where its bytes end, and room for them is never made.

// A value is a bool, an int64, a []byte (the 8 of a float64 too), a []value or a fields.
type value any

// fields are a struct: its fields in the order in which they come.
type fields []field

type field struct {
	id int64
	is value
}

var (
	errShort  = errors.New("there are more bytes to come")
	errThrift = errors.New("this is no description of columns")
)

// deepest is how deep structs lie within each other: those of Parquet, five.
const deepest = 16

// A thrift is being taken apart.
type thrift struct {
	b    []byte
	at   int
	left int // values that it may still have
}

// structure takes apart the struct that b begins with, of at most so many values, and
// says how many bytes it has. The error is errShort when b ends before it.
func structure(b []byte, most int) (fields, int, error) {
	t := thrift{b: b, left: most}
	all, err := t.fields(0)
	return all, t.at, err
}

func (t *thrift) byte() (byte, error) {
	if t.at >= len(t.b) {
		return 0, errShort
	}
	t.at++
	return t.b[t.at-1], nil
}

func (t *thrift) unsigned() (uint64, error) {
	u, n := binary.Uvarint(t.b[t.at:])
	switch {
	case n == 0:
		return 0, errShort
	case n < 0:
		return 0, errThrift
	}
	t.at += n
	return u, nil
}

func (t *thrift) signed() (int64, error) {
	u, err := t.unsigned()
	return int64(u>>1) ^ -int64(u&1), err
}

func (t *thrift) bytes(n uint64) ([]byte, error) {
	if n > uint64(len(t.b)-t.at) {
		return nil, errShort
	}
	t.at += int(n)
	return t.b[t.at-int(n) : t.at], nil
}

func (t *thrift) fields(depth int) (all fields, err error) {
	if depth > deepest {
		return nil, errThrift
	}
	for id := int64(0); ; {
		head, err := t.byte()
		if err != nil || head == 0 {
			return all, err
		}
		if delta := int64(head >> 4); delta > 0 {
			id += delta
		} else if id, err = t.signed(); err != nil {
			return nil, err
		}
		kind := head & 15
		is := value(kind == 1) // a bool stands in its kind
		if kind > 2 {
			if is, err = t.value(kind, depth); err != nil {
				return nil, err
			}
		}
		if t.left--; t.left < 0 {
			return nil, errThrift
		}
		all = append(all, field{id, is})
	}
}

// value takes apart a value of a kind, by the numbers of the protocol.
func (t *thrift) value(kind byte, depth int) (value, error) {
	if t.left--; t.left < 0 {
		return nil, errThrift
	}
	switch kind {
	case 1, 2: // in a list a bool is a byte
		b, err := t.byte()
		return b == 1, err
	case 3:
		b, err := t.byte()
		return int64(int8(b)), err
	case 4, 5, 6:
		return t.signed()
	case 7:
		return t.bytes(8)
	case 8:
		n, err := t.unsigned()
		if err != nil {
			return nil, err
		}
		return t.bytes(n)
	case 9, 10:
		return t.list(depth)
	case 12:
		return t.fields(depth + 1)
	}
	return nil, errThrift // 11, a map, is nowhere in Parquet
}

func (t *thrift) list(depth int) (value, error) {
	if depth > deepest {
		return nil, errThrift
	}
	head, err := t.byte()
	if err != nil {
		return nil, err
	}
	n := uint64(head >> 4)
	if n == 15 {
		if n, err = t.unsigned(); err != nil {
			return nil, err
		}
	}
	var all []value
	for ; n > 0; n-- {
		v, err := t.value(head&15, depth+1)
		if err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, nil
}

// get is the field with an id; nil for none.
func (f fields) get(id int64) value {
	for i := range f {
		if f[i].id == id {
			return f[i].is
		}
	}
	return nil
}

// number is the number in a field, and none when there is none.
func (f fields) number(id, none int64) int64 {
	if n, ok := f.get(id).(int64); ok {
		return n
	}
	return none
}

// flag is the yes or no in a field, and none when there is neither.
func (f fields) flag(id int64, none bool) bool {
	if b, ok := f.get(id).(bool); ok {
		return b
	}
	return none
}

// text is the text in a field.
func (f fields) text(id int64) string {
	b, _ := f.get(id).([]byte)
	return string(b)
}

// within is the struct in a field; has says whether there is one.
func (f fields) within(id int64) (in fields, has bool) {
	in, has = f.get(id).(fields)
	return in, has
}

// list is the list in a field; empty for none.
func (f fields) list(id int64) []value {
	l, _ := f.get(id).([]value)
	return l
}
