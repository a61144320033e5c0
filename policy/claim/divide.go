package claim

// Divider is a condition that says several things, so that one of them can be lost.
type Divider interface {
	// Divide returns conditions that say one thing each, and together the same.
	Divide() []Condition
}

// Parts returns conditions that together say the same as these, and one thing each.
func Parts(conditions ...Condition) []Condition {
	var all []Condition
	for _, condition := range conditions {
		if divider, divides := condition.(Divider); divides {
			all = append(all, divider.Divide()...)
		} else {
			all = append(all, condition)
		}
	}
	return all
}

// divided makes a condition of each entry of a list.
func divided[T any, L ~[]T](list L, of func(L) Condition) []Condition {
	var all []Condition
	for _, one := range list {
		all = append(all, of(L{one}))
	}
	return all
}

// each returns the named properties, one at a time.
func (t traits) each() []traits {
	all := []traits{
		{category: t.category},
		{path: t.path},
		{lifetime: t.lifetime},
		{httpOnly: t.httpOnly},
		{secure: t.secure},
		{sameSite: t.sameSite},
	}
	var named []traits
	for _, one := range all {
		if one != (traits{}) {
			named = append(named, one)
		}
	}
	return named
}
