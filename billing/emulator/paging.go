package emulator

import (
	"slices"
)

// paging is what every list takes.
const paging = " limit starting_after ending_before created"

type list[T any] struct {
	Object  string `json:"object"`
	Data    []T    `json:"data"`
	HasMore bool   `json:"has_more"`
	URL     string `json:"url"`
}

func listOf[T any](all []T, url string) list[T] {
	return list[T]{Object: "list", Data: append([]T{}, all...), URL: url}
}

// page is the part that was asked for of those objects that fit, newest first.
func page[T any](t *table[T], url string, p params, fits func(*T) bool) (any, error) {
	var ids []string
	for id, one := range t.newest() {
		if fits(one) {
			ids = append(ids, id)
		}
	}
	ids, more := cut(ids, p)
	made := list[*T]{Object: "list", Data: []*T{}, HasMore: more, URL: url}
	for _, id := range ids {
		made.Data = append(made.Data, t.look(id))
	}
	return made, nil
}

// cut reports too whether there is more in the direction that was asked for.
func cut(ids []string, p params) ([]string, bool) {
	limit := int(p.number("limit", 10))
	if limit < 1 || limit > 100 {
		p.bad("limit", "", "The limit is a number from 1 to 100.")
		return nil, false
	}
	if before := p.Get("ending_before"); before != "" {
		ids = ids[:position(ids, before, "ending_before", p)]
		from := max(0, len(ids)-limit)
		return ids[from:], from > 0
	}
	if after := p.Get("starting_after"); after != "" {
		ids = ids[min(len(ids), position(ids, after, "starting_after", p)+1):]
	}
	end := min(limit, len(ids))
	return ids[:end], end < len(ids)
}

func position(ids []string, id, name string, p params) int {
	at := slices.Index(ids, id)
	if at < 0 {
		p.refuse(noSuch("object", id, name))
		return 0
	}
	return at
}

// made reports whether a moment is in the span that created[gte]=x and its like
// give.
func (p params) made(moment int64) bool {
	span := p.sub("created")
	return (!p.Has("created") || p.number("created", 0) == moment) &&
		moment >= span.number("gte", moment) && moment <= span.number("lte", moment) &&
		(!span.Has("gt") || moment > span.number("gt", 0)) && (!span.Has("lt") || moment < span.number("lt", 0))
}

// is reports whether a filter is absent or names the value.
func (p params) is(name, value string) bool { return p.Get(name) == "" || p.Get(name) == value }
