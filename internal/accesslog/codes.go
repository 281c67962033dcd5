package accesslog

// Codes give each thing a small number, in the order in which they come. Number 0
// stands for the zero T, which is none. The zero Codes is ready for use.
type Codes[T comparable] struct {
	numbers map[T]uint32
	things  []T
}

// Add is the number of a thing, which gets one when it has none yet.
func (c *Codes[T]) Add(thing T) uint32 {
	var none T
	if thing == none {
		return 0
	}
	if n := c.numbers[thing]; n > 0 {
		return n
	}
	if c.numbers == nil {
		c.numbers, c.things = map[T]uint32{}, []T{none}
	}
	n := uint32(len(c.things))
	c.numbers[thing] = n
	c.things = append(c.things, thing)
	return n
}

// Find is the number of a thing, and 0 for one that has none.
func (c *Codes[T]) Find(thing T) uint32 { return c.numbers[thing] }

// Of is what has the number; none for a number that was not given out.
func (c *Codes[T]) Of(n uint32) (thing T) {
	if int(n) < len(c.things) {
		return c.things[n]
	}
	return thing
}

// Len is how many numbers there are, 0 included.
func (c *Codes[T]) Len() int { return max(1, len(c.things)) }

// Coding is what people and teams are numbered by.
type Coding struct {
	Patients, Users Codes[Key]
	Teams           Codes[string]
}
