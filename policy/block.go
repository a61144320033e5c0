package policy

import (
	"maps"
	"net/url"
	"slices"

	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/wording"
	"github.com/prokken/prokken/validation"
)

// Block is content of one kind, with the claims that its words make. The UID is unique
// in the document and stays when the block moves.
type Block struct {
	UID     string
	Content block.Content // nil while there is none
	Claims  []claim.Claim
}

// IsEmpty reports whether the block holds nothing yet.
func (b Block) IsEmpty() bool { return block.IsEmpty(b.Content) }

// Kind returns the kind of what the block holds; nil for one that holds nothing yet.
func (b Block) Kind() *block.Kind {
	if b.IsEmpty() {
		return nil
	}
	return block.KindOf(b.Content)
}

// ReadBlock makes a block of the form of its kind, and says what of it cannot be read or
// cannot stand in a block, by the names of the fields.
func ReadBlock(uid string, kind *block.Kind, v url.Values) (Block, validation.Errors) {
	content, unread := kind.Read(v)
	b, problems := Block{UID: uid, Content: content}, validation.Errors{}
	if b.IsEmpty() {
		problems[kind.FirstField()] = wording.Empty
	}
	maps.Copy(problems, b.Problems())
	maps.Copy(problems, unread)
	return b, problems
}

// quotable are the texts that a claim of the block can quote: its own words, and those
// of declarations that it prints.
func (d Document) quotable(b Block) []string {
	if b.IsEmpty() {
		return nil
	}
	var texts []string
	for _, text := range b.Content.Texts() {
		texts = append(texts, text.Words)
	}
	if quoter, isQuoter := b.Content.(block.Quoter); isQuoter {
		texts = append(texts, quoter.Quotes(d.Cookies)...)
	}
	return texts
}

// Sentences are what a claim of the block can be about, as they stand there.
func (d Document) Sentences(b Block) []string {
	var all []string
	for _, text := range d.quotable(b) {
		all = append(all, wording.Sentences(text)...)
	}
	return all
}

// AllClaims returns the block's own claims and those that its content makes.
func (b Block) AllClaims(e claim.Evidence) []claim.Claim {
	claimer, isClaimer := b.Content.(block.Claimer)
	if !isClaimer {
		return b.Claims
	}
	return slices.Concat(b.Claims, claimer.Claims(e.Cookies))
}
