package views

// Pager leads through a list; "" where there is no such page.
type Pager struct{ First, Next string }

// At leads to a part of the page that stands further down.
func (p Pager) At(part string) Pager {
	for _, link := range []*string{&p.First, &p.Next} {
		if *link != "" {
			*link += "#" + part
		}
	}
	return p
}
