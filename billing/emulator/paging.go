package emulator

import "slices"

// paging is what every list takes.
const paging = "limit starting_after"

// page cuts what was asked for out of a list.
func page[T any](all []T, url string, p params, id func(T) string) (any, error) {
	limit, err := p.number("limit", 10)
	if err != nil {
		return nil, err
	}
	if limit < 1 || limit > 100 {
		return nil, badParam("limit", "", "The limit is a number from 1 to 100.")
	}
	if after := p.Get("starting_after"); after != "" {
		i := slices.IndexFunc(all, func(one T) bool { return id(one) == after })
		if i < 0 {
			return nil, noSuch("object", after, "starting_after")
		}
		all = all[i+1:]
	}
	cut := min(int(limit), len(all))
	return list[T]{Object: "list", Data: append([]T{}, all[:cut]...), HasMore: cut < len(all), URL: url}, nil
}
