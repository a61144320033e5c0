package api

import (
	"iter"
	"slices"

	"github.com/prokken/prokken/billing/emulator/apierror"
	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/params"
)

// paging is what every list takes.
const paging = " limit starting_after ending_before created"

// page is the part that was asked for of those objects that fit, newest first.
func page[T any](all iter.Seq2[string, *T], url string, p params.Params, fits func(*T) bool) (any, error) {
	var ids []string
	found := map[string]*T{}
	for id, one := range all {
		if fits(one) {
			ids, found[id] = append(ids, id), one
		}
	}
	ids, more := cut(ids, p)
	made := objects.List[*T]{Object: "list", Data: []*T{}, HasMore: more, URL: url}
	for _, id := range ids {
		made.Data = append(made.Data, found[id])
	}
	return made, nil
}

// each goes through a list as [store.Table.Newest] does through a table.
func each[T any](all []*T, id func(*T) string) iter.Seq2[string, *T] {
	return func(yield func(string, *T) bool) {
		for _, one := range all {
			if !yield(id(one), one) {
				return
			}
		}
	}
}

// cut reports too whether there is more in the direction that was asked for.
func cut(ids []string, p params.Params) ([]string, bool) {
	limit := int(p.Number("limit", 10))
	if limit < 1 || limit > 100 {
		p.Bad("limit", "", "The limit is a number from 1 to 100.")
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

func position(ids []string, id, name string, p params.Params) int {
	at := slices.Index(ids, id)
	if at < 0 {
		p.Refuse(apierror.NotFound("object", id, name))
		return 0
	}
	return at
}
