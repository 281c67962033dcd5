package sqldb

import "context"

type passingKey struct{}

// PassingOver returns a context in which [All] and [One] pass over a row that cannot be
// read, and tell it. It is for a check that has to look at what else there is, and for
// nothing else: half a list is a lie to everybody who is not told.
func PassingOver(ctx context.Context, tell func(error)) context.Context {
	return context.WithValue(ctx, passingKey{}, tell)
}

func passing(ctx context.Context) (tell func(error), ok bool) {
	tell, ok = ctx.Value(passingKey{}).(func(error))
	return tell, ok
}
