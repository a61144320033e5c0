package grammar

import (
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/grammar/negation"
)

// Covers reports whether the claimed conditions say everything that was read: they may say more,
// never less.
func Covers(claimed, read []claim.Condition) bool { return len(Missing(claimed, read)) == 0 }

// Missing returns the conditions that were read and that the claimed ones do not say.
func Missing(claimed, read []claim.Condition) []claim.Condition {
	known := known{}
	for _, condition := range claimed {
		known.add(factsOf(condition)...)
	}
	known.conclude()
	return slices.DeleteFunc(slices.Clone(read), known.says)
}

// factsOf returns what the condition says; none for a condition of no kind.
func factsOf(condition claim.Condition) []fact {
	kind := claim.KindOf(condition)
	if kind == nil {
		return nil
	}
	i := slices.IndexFunc(fragments, func(f fragment) bool { return f.kind == kind.Name })
	if i < 0 {
		return nil
	}
	return fragments[i].facts(condition)
}

// known are the facts that claims state, and what follows from them.
type known map[fact]bool

func (k known) add(facts ...fact) {
	for _, f := range facts {
		k[f] = true
	}
}

// says reports whether the condition follows from what is known.
func (k known) says(condition claim.Condition) bool {
	if denied, isDenied := condition.(negation.Denied); isDenied {
		return slices.ContainsFunc(factsOf(denied.Condition), k.excludes)
	}
	facts := factsOf(condition)
	missing := func(f fact) bool { return !k[f] && !k.loads(f) }
	return len(facts) > 0 && !slices.ContainsFunc(facts, missing)
}

// loads reports whether the fact is that nothing is loaded from a host below a known one.
func (k known) loads(f fact) bool {
	if f.what != "nothing from" {
		return false
	}
	return slices.ContainsFunc(slices.Collect(maps.Keys(k)), func(other fact) bool {
		return other.what == f.what && (other.value == claim.Elsewhere || strings.HasSuffix(f.value, "."+other.value))
	})
}

// excludes reports whether the fact cannot be: a known cookie has one category, one path, one
// lifetime and one SameSite, and this is another.
func (k known) excludes(f fact) bool {
	if !slices.Contains([]string{"category", "path", "lifetime", "same_site"}, f.what) {
		return false
	}
	return slices.ContainsFunc(slices.Collect(maps.Keys(k)), func(other fact) bool {
		return other.what == f.what && other.whom == f.whom && other.value != f.value
	})
}

// conclude adds what follows. A rule may need what those before it add.
func (k known) conclude() {
	k.categoriesOfAll()
	k.allOfThese()
	k.categoriesOfAll()
	k.eachOfAll()
	for f := range maps.Clone(k) {
		if f.what == "category" && f.whom != everyone {
			k.add(fact{"some", "", f.value})
		}
	}
}

// categoriesOfAll: no cookie of all categories but one means that all are of that one, and the
// other way round.
func (k known) categoriesOfAll() {
	for _, category := range cookie.Categories {
		others := categories{category}.others()
		isNone := func(c cookie.Category) bool { return !k[fact{"none", "", string(c)}] }
		if !slices.ContainsFunc(others, isNone) {
			k.add(fact{"category", everyone, string(category)})
		}
		if k[fact{"category", everyone, string(category)}] {
			for _, other := range others {
				k.add(fact{"none", "", string(other)})
			}
		}
	}
}

// allOfThese: where there are these cookies and no others, what each of them has, all have.
func (k known) allOfThese() {
	for only := range maps.Clone(k) {
		names := strings.Fields(only.value)
		if only.what != "only" || len(names) == 0 {
			continue
		}
		for f := range maps.Clone(k) {
			lacking := func(name string) bool { return !k[fact{f.what, name, f.value}] }
			if f.whom == names[0] && f.isTrait() && !slices.ContainsFunc(names, lacking) {
				k.add(fact{f.what, everyone, f.value})
			}
		}
	}
}

// eachOfAll: what all have, each declared cookie has.
func (k known) eachOfAll() {
	for f := range maps.Clone(k) {
		for declared := range maps.Clone(k) {
			if f.whom == everyone && declared.what == "declared" {
				k.add(fact{f.what, declared.whom, f.value})
			}
		}
	}
}

// isTrait reports whether the fact is a property that a cookie has by itself.
func (f fact) isTrait() bool {
	return slices.Contains([]string{"category", "path", "lifetime", "http_only", "secure", "same_site"}, f.what)
}

func sortedKeys(words map[string]bool) []string { return slices.Sorted(maps.Keys(words)) }

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
