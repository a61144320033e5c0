package grammar

// node is a part of an expansion. It calls found for every way in which tokens from a place on
// match it, with the place behind them.
type node interface {
	match(p *parser, at int, seen *capture, found func(end int, seen *capture))
	// walk calls visit for the node and every node inside it.
	walk(visit func(node))
}

type (
	word      string
	sequence  []node
	choice    []node
	optional  struct{ inner node }
	reference struct {
		name   string
		phrase *phrase // set when the grammar is compiled
	}
)

func (w word) match(p *parser, at int, seen *capture, found func(int, *capture)) {
	if p.text(at) == string(w) {
		found(at+1, seen)
		return
	}
	p.stop(at)
}

func (s sequence) match(p *parser, at int, seen *capture, found func(int, *capture)) {
	if len(s) == 0 {
		found(at, seen)
		return
	}
	s[0].match(p, at, seen, func(end int, seen *capture) { s[1:].match(p, end, seen, found) })
}

func (c choice) match(p *parser, at int, seen *capture, found func(int, *capture)) {
	for _, option := range c {
		option.match(p, at, seen, found)
	}
}

func (o optional) match(p *parser, at int, seen *capture, found func(int, *capture)) {
	found(at, seen)
	o.inner.match(p, at, seen, found)
}

func (r *reference) match(p *parser, at int, seen *capture, found func(int, *capture)) {
	for _, m := range p.phrase(r.phrase, at) {
		if p.isExhausted() {
			return
		}
		found(m.end, &capture{r.name, m.value, seen})
	}
}

func (w word) walk(visit func(node)) { visit(w) }

func (s sequence) walk(visit func(node)) { walkAll(s, visit) }

func (c choice) walk(visit func(node)) { walkAll(c, visit) }

func (o optional) walk(visit func(node)) { o.inner.walk(visit) }

func (r *reference) walk(visit func(node)) { visit(r) }

func walkAll(nodes []node, visit func(node)) {
	for _, n := range nodes {
		n.walk(visit)
	}
}
