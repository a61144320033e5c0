package policy

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/prokken/prokken/policy/wording"
	"github.com/prokken/prokken/validation"
)

// legalPath is what the addresses of policies begin with.
const legalPath = "/legal/"

// OtherPages are what stands under /legal/ beside the policies.
var OtherPages = []string{"consent", "feed.atom", "policy.schema.json", "subscribe", "unsubscribe", "your-cookies"}

// Pages knows where the links of policies can lead on their own site.
type Pages struct {
	Address string     // of the site, as https://prokken.com
	Known   []Document // a policy each
	Partial bool       // there may be more policies than those
}

// CheckLinks returns validation.Errors, under the keys of the blocks, for links that lead to
// a policy, a section or a block that does not exist. What else the site has, and other
// sites, are not looked at.
func (d Document) CheckLinks(pages Pages) error {
	problems := validation.Errors{}
	for _, b := range d.Blocks() {
		for _, link := range b.links() {
			if problem := pages.problem(d, link.To); problem != "" {
				problems[b.UID] = fmt.Sprintf("The link “%s” leads nowhere: %s", link.Words, problem)
			}
		}
	}
	if len(problems) > 0 {
		return problems
	}
	return nil
}

// links returns the links in the block's texts.
func (b Block) links() []wording.Link {
	if b.IsEmpty() {
		return nil
	}
	var all []wording.Link
	for _, text := range b.Content.Texts() {
		if text.Markdown {
			all = append(all, wording.Markdown(text.Words).Links()...)
		}
	}
	return all
}

// problem says why a link of the document leads nowhere; "" if nobody knows that it does.
func (p Pages) problem(from Document, link string) string {
	own, _ := strings.CutPrefix(link, p.Address)
	address, err := url.Parse(own)
	if err != nil || address.Host != "" || address.Scheme != "" {
		return ""
	}
	if address.Path == "" {
		return idProblem(from, address.Fragment)
	}
	rest, isLegal := strings.CutPrefix(address.Path, legalPath)
	first, _, isInside := strings.Cut(rest, "/")
	slug := strings.TrimSuffix(first, ".json")
	if !isLegal || first == "" || slices.Contains(OtherPages, first) {
		return ""
	}
	i := slices.IndexFunc(p.Known, func(d Document) bool { return d.Slug == slug })
	switch {
	case i < 0 && p.Partial:
		return ""
	case i < 0:
		return fmt.Sprintf("there is no policy %q.", slug)
	case isInside: // a version, whose sections may be others
		return ""
	}
	return idProblem(p.Known[i], address.Fragment)
}

// idProblem says that the document has no part of that id; "" is the page itself.
func idProblem(d Document, id string) string {
	if id == "" || slices.Contains(d.names(), id) || slices.Contains(pageNames, id) {
		return ""
	}
	return fmt.Sprintf("%s has no section or block %q.", d.Title, id)
}
