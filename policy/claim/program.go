package claim

import (
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/form"
)

// Program says that the program does this: each fact by its name, with its value. The program's own
// code has the values, and tests hold them.
type Program map[string]FactValue

var (
	factName  = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[a-z][a-z0-9_]{0,79}$`) })
	factValue = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^(true|false|0|[1-9][0-9]{0,8}( (second|minute|hour|day)s?)?)$`)
	})
)

var _ = register(Kind{
	Name: "program", Position: 120, Menu: 120, Label: "The program keeps a period, or does something",
	Schema: `{
		"description": "facts of the program, like sessions_kept: 90 days",
		"type": "object",
		"minProperties": 1,
		"propertyNames": { "description": "a name like sessions_kept: lower-case letters, digits and _", "pattern": "^[a-z][a-z0-9_]{0,79}$" },
		"additionalProperties": {
			"description": "true or false, a number, or a period like 90 days",
			"type": ["boolean", "integer", "string"],
			"pattern": "^[1-9][0-9]{0,8} (second|minute|hour|day)s?$"
		}
	}`,
	Form: func(m form.Maker, _ []cookie.Declaration) []form.Field {
		return []form.Field{m.Area("facts", "Facts", "One per line, like sessions_kept: 90 days.", 2)}
	},
	Read:    readFacts,
	Example: Program{"sessions_kept": "90 days", "refund_ends_plan": "false"},
})

func readFacts(v url.Values) (Condition, form.Problems) {
	facts, problems := Program{}, form.Problems{}
	for line := range strings.Lines(v.Get("facts")) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), ":")
		if name != "" {
			facts[strings.TrimSpace(name)] = FactValue(strings.TrimSpace(value))
		}
	}
	problem := facts.Problem()
	problems.Need(problem == "", "facts", problem)
	return facts, problems
}

// Check implements [Condition].
func (p Program) Check(e Evidence) []Status {
	var all []Status
	for _, name := range p.names() {
		found := Status{Words: fmt.Sprintf("The program's fact %s is %s.", name, p[name])}
		known, has := e.Program[name]
		switch {
		case !has && len(e.Program) == 0:
			found.Untrue = "Nothing is known of what the program behind this site does."
		case !has:
			found.Untrue = fmt.Sprintf("The program has no fact %s. It has: %s.", name, strings.Join(e.Program.names(), ", "))
		case !known.same(p[name]):
			found.Untrue = fmt.Sprintf("The program's fact %s is %s.", name, known)
		}
		all = append(all, found)
	}
	return all
}

// Judge implements [Condition]. A browser sees nothing of it.
func (p Program) Judge(Observations) []Verdict {
	var all []Verdict
	for _, name := range p.names() {
		found := Held(fmt.Sprintf("The program's fact %s is %s.", name, p[name]))
		found.Cannot("A browser cannot see it. A test of the program holds it.")
		all = append(all, found)
	}
	return all
}

// Unite implements [Uniter]. Of two values of one fact the newer one stands.
func (p Program) Unite(other Condition) Condition {
	all := maps.Clone(p)
	maps.Copy(all, other.(Program))
	return all
}

// Needs implements [Condition]. No journey shows it.
func (Program) Needs() []Journey { return nil }

// Problem implements [Condition].
func (p Program) Problem() string {
	for _, name := range p.names() {
		if !factName().MatchString(name) {
			return fmt.Sprintf("%q cannot be the name of a fact like sessions_kept.", name)
		}
		if !factValue().MatchString(string(p[name])) {
			return fmt.Sprintf("%s: %q is not true or false, a number, or a period like 90 days.", name, p[name])
		}
	}
	return yesProblem(len(p) > 0)
}

// Values implements [Condition].
func (p Program) Values() url.Values {
	var lines []string
	for _, name := range p.names() {
		lines = append(lines, name+": "+string(p[name]))
	}
	return url.Values{"facts": {strings.Join(lines, "\n")}}
}

func (p Program) names() []string { return slices.Sorted(maps.Keys(p)) }
