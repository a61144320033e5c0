package grammar

import (
	"reflect"
	"slices"

	"github.com/prokken/prokken/policy/claim"
)

// Lost returns the conditions that were checked before and that nothing checks now. One that is
// checked of the same with another value, as another lifetime or another number, is not lost:
// where the cookies change, it has to follow them.
func Lost(now, before []claim.Condition) []claim.Condition {
	known := known{}
	for _, condition := range now {
		known.add(factsOf(condition)...)
	}
	known.conclude()
	return slices.DeleteFunc(slices.Clone(before), func(c claim.Condition) bool {
		same := func(other claim.Condition) bool { return reflect.DeepEqual(c, other) }
		return slices.ContainsFunc(now, same) || known.says(c) || known.speaksOf(c)
	})
}

// speaksOf reports whether all that the condition says is known, if perhaps with other values.
func (k known) speaksOf(condition claim.Condition) bool {
	facts := factsOf(condition)
	unknown := func(f fact) bool { return !k[f] && !k.loads(f) && !k.hasAnother(f) }
	return len(facts) > 0 && !slices.ContainsFunc(facts, unknown)
}

// hasAnother reports whether the fact has a value, and is known with another one.
func (k known) hasAnother(f fact) bool {
	if !slices.Contains([]string{"count", "only", "category", "path", "lifetime", "same_site"}, f.what) {
		return false
	}
	for other := range k {
		if other.what == f.what && other.whom == f.whom {
			return true
		}
	}
	return false
}
