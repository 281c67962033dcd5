package columnar

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"sync"

	"github.com/klauspost/compress/snappy"
	"github.com/klauspost/compress/zstd"
)

// The ways to pack pages that are read, by their numbers in Parquet.
const (
	packedNot    = 0
	packedSnappy = 1
	packedGzip   = 2
	packedZstd   = 6
)

// unpacker is of zstd. It never makes more than there is room for.
var unpacker = sync.OnceValue(func() *zstd.Decoder {
	d, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(largestPage), zstd.WithDecodeAllCapLimit(true))
	if err != nil {
		panic(err) // its options are right, or wrong for every file
	}
	return d
})

// unpack gives the plain bytes of a page, exactly so many.
func (p *pages) unpack(body []byte, size int) ([]byte, error) {
	if err := errors.Join(p.file.spend(size), room(p.file, &p.plain, size)); err != nil {
		return nil, err
	}
	plain, err := unpacked(p.chunk.codec, p.plain[:size], body)
	if err != nil {
		return nil, err
	}
	if len(plain) != size {
		return nil, errDamaged
	}
	p.plain = plain
	return plain, nil
}

// unpacked unpacks into the room that there is.
func unpacked(codec int64, room, body []byte) ([]byte, error) {
	if len(room) == 0 && len(body) == 0 {
		return room, nil // every value of the page is null
	}
	switch codec {
	case packedNot:
		if len(body) != len(room) {
			return nil, errDamaged
		}
		return room[:copy(room, body)], nil
	case packedSnappy:
		if n, err := snappy.DecodedLen(body); err != nil || n != len(room) {
			return nil, errDamaged
		}
		plain, err := snappy.Decode(room, body)
		return plain, damaged(err)
	case packedGzip:
		r, err := gzip.NewReader(bytes.NewReader(body))
		if err != nil {
			return nil, errDamaged
		}
		if _, err := io.ReadFull(r, room); err != nil {
			return nil, errDamaged
		}
		if n, err := r.Read(make([]byte, 1)); n > 0 || err == nil {
			return nil, errDamaged
		}
		return room, nil
	case packedZstd:
		plain, err := unpacker().DecodeAll(body, room[:0:len(room)])
		return plain, damaged(err)
	}
	return nil, errPacking
}

// damaged is what an error of unpacking says of the file.
func damaged(err error) error {
	if err != nil {
		return errDamaged
	}
	return nil
}
