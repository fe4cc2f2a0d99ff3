package index

import (
	"deciban/internal/names"
	"deciban/internal/weigh"
)

// pairs keeps what units of the subject weigh against kins, as far as it was
// worked out: a hash table that is emptied by a new epoch.
type pairs struct {
	slots []pairSlot
	epoch uint32
	used  int
}

type pairSlot struct {
	epoch, kin    uint32
	unit          uint16
	least, weight weigh.Weight
}

func (p *pairs) reset() {
	if p.slots == nil {
		p.slots = make([]pairSlot, 1<<10)
	}
	if p.epoch++; p.epoch == 0 {
		clear(p.slots)
		p.epoch = 1
	}
	p.used = 0
}

// at returns the pair's slot, or the free one where it belongs.
func (p *pairs) at(unit uint16, kin uint32) *pairSlot {
	mask := uint32(len(p.slots) - 1)
	for i := (kin*2654435761 + uint32(unit)*40503) >> 5 & mask; ; i = (i + 1) & mask {
		s := &p.slots[i]
		if s.epoch != p.epoch || s.kin == kin && s.unit == unit {
			return s
		}
	}
}

func (p *pairs) put(unit uint16, kin uint32, least, w weigh.Weight) {
	if 2*p.used >= len(p.slots) {
		old := p.slots
		p.slots = make([]pairSlot, 2*len(old))
		for _, s := range old {
			if s.epoch == p.epoch {
				*p.at(s.unit, s.kin) = s
			}
		}
	}
	s := p.at(unit, kin)
	if s.epoch != p.epoch {
		p.used++
	}
	*s = pairSlot{p.epoch, kin, unit, least, w}
}

// pair tells what unit k of the subject weighs against a kin, or nothing. What
// weighs less than least may be told as nothing.
func (s *seeker) pair(k int, kin uint32, least weigh.Weight) weigh.Weight {
	u := &s.units[k]
	if u.compare == nil {
		s.beginPairs(k)
	}
	if u.known {
		if slot := s.pairs.at(uint16(k), kin); slot.epoch == s.pairs.epoch && slot.least <= least {
			return slot.weight
		}
	}
	h := &s.t.heads[kin]
	several := h.flags()&kinSeveral != 0
	var limit int16
	if h.flags()&kinSearched != 0 && h.channel() == names.ChanLatin && u.searched {
		var may bool
		if limit, may = u.compare.May(several, h.letters, int(h.size), weigh.Weight(h.rarity), least); !may && (u.notion == "" || h.flags()&kinNotion == 0) {
			return nothing
		}
		if !may {
			limit = -1
		}
	}
	if slot := s.pairs.at(uint16(k), kin); slot.epoch == s.pairs.epoch && slot.least <= least {
		return slot.weight
	}
	w := s.comparePair(u, h, kin, limit)
	s.pairs.put(uint16(k), kin, least, w)
	return w
}

// beginPairs makes a unit ready for pair.
func (s *seeker) beginPairs(k int) {
	u := &s.units[k]
	for len(s.comparisons) <= k {
		s.comparisons = append(s.comparisons, &weigh.Comparison{})
	}
	u.compare = s.comparisons[k]
	u.compare.Begin(s.model, u.unit)
	u.searched, u.notion = u.unit.Searched(), u.unit.Notion()
	u.known = false
	if u.searched {
		s.findKnown(u.unit, func(kin uint32, _ int16) {
			u.known = true
			v := s.unit(kin)
			w, ok := s.model.WeighUnits(u.unit, v, u.compare.Cost(v))
			if !ok {
				w = nothing
			}
			s.pairs.put(uint16(k), kin, nothing, w)
		})
	}
}

func (s *seeker) comparePair(u *seekUnit, h *kinHead, kin uint32, limit int16) weigh.Weight {
	if h.flags()&kinSeveral != 0 && u.n > 1 {
		return nothing
	}
	v := s.unit(kin)
	cost := weigh.Never
	switch {
	case h.flags()&kinSearched == 0 || !u.searched:
	case h.channel() != names.ChanLatin:
		cost = u.compare.Cost(v)
	case limit >= 0:
		cost = u.compare.CostOf(v, limit)
	}
	w, ok := s.model.WeighUnits(u.unit, v, cost)
	if !ok {
		return nothing
	}
	return w
}
