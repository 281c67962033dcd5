package bench

import (
	"context"
	"net/http"
	"path/filepath"
)

// grow measures the overview of an organisation while the others grow in
// number: what is of one must not cost more because of the others.
func (b *Bench) grow(ctx context.Context) error {
	p := place{name: "growth", database: filepath.Join(b.folder, "growth.db")}
	sizes := []int{200, 2_000, b.Most}
	if b.Short {
		sizes = sizes[:2]
	}
	for _, n := range sizes {
		filled, err := b.prepare(ctx, p, n)
		if err != nil {
			return err
		}
		g, err := b.grown(ctx, filled)
		if err != nil {
			return err
		}
		g.Organisations = n
		b.report.Growth = append(b.report.Growth, g)
	}
	return nil
}

// grown measures one size.
func (b *Bench) grown(ctx context.Context, p place) (Growth, error) {
	child, err := b.serve(ctx, p)
	if err != nil {
		return Growth{}, err
	}
	defer child.stop()
	callers, err := signIn(ctx, child.url, p.visitors)
	if err != nil {
		return Growth{}, err
	}
	unseen, err := signIn(ctx, child.url, p.cold)
	if err != nil {
		return Growth{}, err
	}
	c := newClient()
	first, err := repeat(len(unseen), func(i int) error {
		_, err := hit(c, unseen[i].get(ctx, child.url, ""), http.StatusOK)
		return err
	})
	if err != nil {
		return Growth{}, err
	}
	m, err := b.compare(ctx, target{pid: child.cmd.Process.Pid, next: func(i int) *http.Request { return callers[i%len(callers)].get(ctx, child.url, "") }})
	if err != nil {
		return Growth{}, err
	}
	return Growth{Overview: m[0], FirstVisit: first.P50}, nil
}
