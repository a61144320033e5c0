package doctor

import "io"

// most is more than any answer that a check reads.
const most = 1 << 20

func readSome(r io.Reader) ([]byte, error) { return io.ReadAll(io.LimitReader(r, most)) }
