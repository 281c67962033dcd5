package accesslog

// numbers is a set of numbers, as a table in which a number lies at the first free
// place from where it belongs. It takes 8 bytes a place, and fills three of four. A map
// takes twice that, and twice the time.
type numbers struct {
	table []uint64 // 0 is a free place
	n     int
	zero  bool // 0 itself is in the set
}

// add puts a number in. It reports whether it was not there yet.
func (s *numbers) add(number uint64) bool {
	if number == 0 {
		had := s.zero
		s.zero = true
		return !had
	}
	if 4*s.n >= 3*len(s.table) {
		s.grow()
	}
	mask := uint64(len(s.table) - 1)
	for i := mixed(number) & mask; ; i = (i + 1) & mask {
		switch s.table[i] {
		case number:
			return false
		case 0:
			s.table[i] = number
			s.n++
			return true
		}
	}
}

func (s *numbers) grow() {
	old := s.table
	s.table = make([]uint64, max(1024, 2*len(old)))
	s.n = 0
	for _, number := range old {
		if number != 0 {
			s.add(number)
		}
	}
}

// mixed spreads numbers that lie close together (the finish of MurmurHash3).
func mixed(x uint64) uint64 {
	x ^= x >> 33
	x *= 0xff51afd7ed558ccd
	x ^= x >> 33
	x *= 0xc4ceb9fe1a85ec53
	return x ^ x>>33
}

// places is where units stand in a list, found by patient, user and day.
type places struct {
	table []uint32 // place in the list and one more; 0 is free
	n     int
}

// find is the place of a unit, and whether it is there. When it is not, it belongs at
// the end of the list, and counts from now on.
func (p *places) find(units []Unit, patient, user uint32, day int32) (int, bool) {
	if 4*p.n >= 3*len(p.table) {
		p.grow(units)
	}
	mask := uint64(len(p.table) - 1)
	for i := placed(patient, user, day) & mask; ; i = (i + 1) & mask {
		n := p.table[i]
		if n == 0 {
			p.n++
			p.table[i] = uint32(p.n)
			return p.n - 1, false
		}
		if u := &units[n-1]; u.Patient == patient && u.User == user && u.Day == day {
			return int(n - 1), true
		}
	}
}

func placed(patient, user uint32, day int32) uint64 {
	return mixed(uint64(patient)<<32|uint64(user)) + mixed(uint64(uint32(day)))
}

func (p *places) grow(units []Unit) {
	p.table = make([]uint32, max(1024, 2*len(p.table)))
	mask := uint64(len(p.table) - 1)
	for n := range units {
		i := placed(units[n].Patient, units[n].User, units[n].Day) & mask
		for p.table[i] != 0 {
			i = (i + 1) & mask
		}
		p.table[i] = uint32(n + 1)
	}
}
