package reading

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// errFull says that a line goes on after what was read of it.
var errFull = bufio.ErrBufferFull

// lines reads a file line by line. A line that is too long is passed over as far as it
// goes, without keeping it.
type lines struct {
	r    *bufio.Reader
	long []byte // of a line that did not fit in the buffer of r
	n    int64  // lines so far
}

func newLines(r io.Reader) *lines { return &lines{r: bufio.NewReaderSize(r, 1<<18)} }

// next is the next line without its end, which holds until the next call. Of a line
// that is too long it returns the beginning with errLong. At the end it returns [io.EOF].
func (l *lines) next() ([]byte, error) {
	line, err := l.r.ReadSlice('\n')
	l.n++
	if errors.Is(err, errFull) {
		return l.rest(line)
	}
	if err != nil && (len(line) == 0 || !errors.Is(err, io.EOF)) {
		return nil, err
	}
	return trimmed(line), nil
}

// rest reads the rest of a line that has begun.
func (l *lines) rest(line []byte) ([]byte, error) {
	l.long = append(l.long[:0], line...)
	for {
		more, err := l.r.ReadSlice('\n')
		if len(l.long) <= longest {
			l.long = append(l.long, more...)
		}
		switch {
		case errors.Is(err, errFull):
			continue
		case err != nil && !errors.Is(err, io.EOF):
			return nil, err
		case len(l.long) > longest:
			return l.long[:shown], errLong
		}
		return trimmed(l.long), nil
	}
}

func trimmed(line []byte) []byte {
	return bytes.TrimSuffix(bytes.TrimSuffix(line, []byte("\n")), []byte("\r"))
}
