package params

// Made reports whether a moment is in the span that created[gte]=x and its like
// give.
func (p Params) Made(moment int64) bool {
	span := p.Sub("created")
	return (!p.Has("created") || p.Number("created", 0) == moment) &&
		moment >= span.Number("gte", moment) && moment <= span.Number("lte", moment) &&
		(!span.Has("gt") || moment > span.Number("gt", 0)) && (!span.Has("lt") || moment < span.Number("lt", 0))
}

// Is reports whether a filter is absent or names the value.
func (p Params) Is(name, value string) bool { return p.Get(name) == "" || p.Get(name) == value }
