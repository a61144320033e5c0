package site

import (
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/program"
)

// Program returns what this program does, under the names that claims of its own policies use.
func Program() claim.Program {
	all := claim.Program{}
	for _, fact := range program.Facts() {
		all[fact.Name] = claim.FactValue(fact.Value)
	}
	return all
}
