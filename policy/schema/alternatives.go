package schema

import "strconv"

func compileRef(k keyword, asked any) finder {
	p := k.resolve(asked.(string))
	k.part.same = append(k.part.same, p)
	return func(value any, at []string) []Fault { return p.check(value, at) }
}

// list makes the parts of a keyword that asks several about the same value.
func (k keyword) list(asked any) []*part {
	var parts []*part
	for i, source := range asked.([]any) {
		pointer := k.part.pointer + "/" + k.name + "/" + strconv.Itoa(i)
		parts = append(parts, k.compile(pointer, source.(map[string]any)))
	}
	k.part.same = append(k.part.same, parts...)
	return parts
}

func compileAllOf(k keyword, asked any) finder {
	parts := k.list(asked)
	return func(value any, at []string) []Fault {
		var faults []Fault
		for _, p := range parts {
			faults = append(faults, p.check(value, at)...)
		}
		return faults
	}
}

func compileAnyOf(k keyword, asked any) finder {
	return k.matching(k.list(asked), func(n int) bool { return n > 0 })
}

func compileOneOf(k keyword, asked any) finder {
	return k.matching(k.list(asked), func(n int) bool { return n == 1 })
}

// matching asks that as many of the alternatives fit as are enough.
func (k keyword) matching(parts []*part, enough func(n int) bool) finder {
	return func(value any, at []string) []Fault {
		var within [][]Fault
		for _, p := range parts {
			if found := p.check(value, at); len(found) > 0 {
				within = append(within, found)
			}
		}
		if enough(len(parts) - len(within)) {
			return nil
		}
		return k.fault(at, func(f *Fault) { f.Within = within })
	}
}
