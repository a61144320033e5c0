package legal

import (
	"github.com/a-h/templ"

	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/views"
)

// blockComponent prints a block on the page of a policy.
type blockComponent func(views.Site, Policy, policy.Block) templ.Component

// blockPages hold how each kind of block is printed that is more than its texts.
var blockPages = map[string]blockComponent{
	"in_short":            inShortBlock,
	"list":                listBlock,
	"cookie_table":        tableBlock,
	"storage":             storageBlock,
	"security_properties": propertiesBlock,
	"browser_steps":       browsersBlock,
	"third_parties":       partiesBlock,
	"related":             relatedBlock,
	"contact":             contactBlock,
	"changes":             changesBlock,
}

// blockPage finds how the block is printed. Other kinds than those of [blockPages] are
// printed as they are written.
func blockPage(b policy.Block) blockComponent {
	if kind := b.Kind(); kind != nil && blockPages[kind.Name] != nil {
		return blockPages[kind.Name]
	}
	return textsBlock
}

// textsOf are the texts of the block as the page prints them.
func (v Policy) textsOf(b policy.Block) []block.Text {
	if b.IsEmpty() {
		return nil
	}
	return block.Printed(b.Content, v.Cookies())
}
