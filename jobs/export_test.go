package jobs

// Discreet is what is told of an error.
var Discreet = discreet

// Periodic is how many jobs come with time.
func Periodic(w Work) int { return len(w.periodic()) }
