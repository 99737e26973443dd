#!/usr/bin/env python3
"""Seeded generator of synthetic stalking-report person mentions with ground truth.

    python gen.py --n 1000000 --seed 7 --out out_dir [--format csv|parquet]

Writes
    mentions.{csv,parquet}  unique_id, report_id, role(V|S), report_date, forename, surname, dob, sex,
                            postcode, phone, phone2, email, handle      ('' = missing)
    truth.csv               id, cluster          (entity of every mention)
    report_truth.csv        report_id, pair_id, victim_entity, suspect_entity   (course of conduct)

Every report has exactly two mentions: its victim (2k) and its suspect (2k+1). Nobody in the output is
real: names come from public frequency tables, everything else is drawn at random.
What makes it hard, on purpose:
  * UK name skew (Smith 1.3 %, Mohammed, ...) plus a long tail of rare and double-barrelled surnames;
  * victims are well described, suspects badly (DOB 45 %, postcode 50 % missing, 5 % no name at all);
  * nicknames (ONS variant table), initials, maiden/married names that change over time, swapped
    forename/surname, keyboard typos, OCR and phonetic errors, day/month swaps, "about 35" = 01/01/YYYY;
  * several phones and handles for each person, rotated over time, near-duplicate handles;
  * hard negatives: siblings, parents, twins, father/son of one name in one house; shared landlines;
  * ex-partners: victim and suspect of one report who share surname and/or postcode (never one person);
  * serial suspects (several victims), repeat victims (several suspects), counter-allegations.
Only numpy and pyarrow are needed. The same seed and n give the same bytes.
"""
import argparse, csv, os, time
import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.environ.get("LINKAGE_DATA", os.path.join(HERE, "data"))
W = 40  # working width in bytes of every text matrix


def load(name):
    with open(os.path.join(DATA, name), newline="", encoding="utf-8") as f:
        return list(csv.DictReader(f))


# ------------------------------------------------------------------ text matrices
def to_mat(strs):
    a = np.array([s.encode("ascii", "ignore")[:W - 4] for s in strs], dtype=f"S{W}")
    return a.view(np.uint8).reshape(len(a), W)


def to_str(m):
    return np.ascontiguousarray(m).view(f"S{W}").ravel()


def lens(m):
    return (m != 0).sum(1)


def concat(*parts):
    """Row-wise concatenation of byte matrices (each zero padded)."""
    out = parts[0].copy()
    n = len(out)
    col = np.arange(W)
    for p in parts[1:]:
        la = lens(out)[:, None]
        idx = col[None, :] - la
        take = np.take_along_axis(p, np.clip(idx, 0, W - 1), 1)
        out = np.where(idx >= 0, take, out)
    out[:, W - 4:] = 0
    return out.astype(np.uint8)


def digits_mat(vals, width):
    m = np.zeros((len(vals), W), np.uint8)
    v = np.asarray(vals, np.int64).copy()
    for k in range(width - 1, -1, -1):
        m[:, k] = 48 + (v % 10)
        v //= 10
    return m


QW = {'q': 'wa', 'w': 'qe', 'e': 'wr', 'r': 'et', 't': 'ry', 'y': 'tu', 'u': 'yi', 'i': 'uo', 'o': 'ip', 'p': 'ol',
      'a': 'sq', 's': 'ad', 'd': 'sf', 'f': 'dg', 'g': 'fh', 'h': 'gj', 'j': 'hk', 'k': 'jl', 'l': 'ko',
      'z': 'xa', 'x': 'zc', 'c': 'xv', 'v': 'cb', 'b': 'vn', 'n': 'bm', 'm': 'nk'}
NEIGH = np.zeros((256, 2), np.uint8)
for _c in range(256):
    NEIGH[_c] = _c
for _k, _v in QW.items():
    NEIGH[ord(_k)] = [ord(x) for x in _v]
    NEIGH[ord(_k.upper())] = [ord(x.upper()) for x in _v]
for _d in range(10):
    NEIGH[48 + _d] = [48 + (_d + 1) % 10, 48 + (_d + 9) % 10]
OCR1 = np.arange(256, dtype=np.uint8)
for _a, _b in ("mn", "uv", "vu", "ij", "gq", "hb", "li", "ec", "oa", "rn", "ft", "EF", "B8", "O0", "0O", "S5", "5S", "1I", "I1", "Z2", "2Z", "G6", "6G"):
    OCR1[ord(_a)] = ord(_b)


def typo(m, rng, digits_only=False):
    """One keyboard error a row: 0 substitute neighbour, 1 delete, 2 double, 3 insert, 4 transpose, 5 OCR."""
    n = len(m)
    if n == 0:
        return m
    L = lens(m)
    op = rng.choice(3 if digits_only else 6, n) if digits_only else rng.choice(6, n, p=[.28, .2, .1, .14, .2, .08])
    if digits_only:
        op = np.array([0, 0, 4])[op]
    lo = np.where(L > 2, 1, 0)  # people rarely mistype the first letter
    lo = np.where(rng.random(n) < 0.12, 0, lo)
    pos = (lo + rng.random(n) * np.maximum(L - lo, 1)).astype(np.int64)
    pos = np.minimum(pos, np.maximum(L - 1, 0))
    col = np.arange(W)[None, :]
    p = pos[:, None]
    out = m.copy()
    r = np.arange(n)
    ch = m[r, pos]
    s = op == 0
    out[r[s], pos[s]] = NEIGH[ch[s], rng.integers(0, 2, s.sum())]
    s = (op == 1) & (L > 2)
    if s.any():
        idx = np.minimum(np.where(col >= p[s], col + 1, col), W - 1)
        out[s] = np.take_along_axis(m[s], idx, 1)
    s = (op == 2) | (op == 3)
    if s.any():
        idx = np.where(col > p[s], col - 1, col)
        t = np.take_along_axis(m[s], idx, 1)
        ins = op[s] == 3
        rr = np.nonzero(ins)[0]
        t[rr, np.minimum(pos[s][ins] + 1, W - 1)] = NEIGH[ch[s][ins], rng.integers(0, 2, ins.sum())]
        t[:, W - 4:] = 0
        out[s] = t
    s = (op == 4) & (pos + 1 < L)
    rs, ps = r[s], pos[s]
    out[rs, ps], out[rs, ps + 1] = m[rs, ps + 1], m[rs, ps]
    s = op == 5
    out[r[s], pos[s]] = OCR1[ch[s]]
    return out


PHON = [("ph", "f"), ("ck", "k"), ("ee", "i"), ("ie", "y"), ("ey", "y"), ("ou", "u"), ("ll", "l"), ("tt", "t"), ("nn", "n"), ("ss", "s"),
        ("th", "t"), ("au", "o"), ("ia", "ya"), ("c", "k"), ("z", "s"), ("s", "z"), ("y", "i"), ("i", "y"), ("e", "a"), ("h", ""), ("d", "t")]


def phonetic_table(words, rng):
    """A phonetic misspelling of every distinct word, computed once for each word."""
    out = []
    for w in words:
        r = [(a, b) for a, b in PHON if a in w[1:]]
        if not r:
            out.append(w)
            continue
        a, b = r[rng.integers(0, len(r))]
        k = w.find(a, 1)
        out.append(w[:k] + b + w[k + len(a):])
    return out


# ------------------------------------------------------------------ tables
def names_tables(rng):
    sur = load("uk_surnames.csv")
    sn = [r["surname"] for r in sur]
    sw = np.array([float(r["freq"]) for r in sur])
    # long tail: place-like surnames, together 14 % of people, plus 2.5 % double-barrelled
    pre = "ash bar bick black brad brock burn carl chad clay clif cole cros cul dal den dray east ed elm far fen fox gar gil gold gran graf hal ham har hart hath hay hed hil hol hors hud hunt ing kel ken ker kil kirk lam lan lea lind lock lud lyn mal mar mat mel mid mil mor mul nab nar net nor oak od pad pen pick pol pres rad ram ray red ring rod row rush rut sal sand sel shel sher stan star stoc stret sud sut swan tan thorn til tor tre tun up wad wal war wat wed wel west whit wick wil win wood wor yar".split()
    suf = "bury by combe cote croft dale den don field ford gate ham hurst ingham ington land ley lock low man mere more ner over ridge rop sby shaw sley stead ston thorpe ton tree vale wall water way well wick worth yard ard et in ler son ell".split()
    mid = ["", "er", "ing", "le", "ne", "s", "ter", "ra", "li", "o"]
    tail = sorted({a + m + b for a in pre for m in mid for b in suf} - set(sn))
    tw = 1.0 / (np.arange(len(tail)) + 300.0) ** 0.8
    rng.shuffle(tail)
    S = sn + tail
    w = np.concatenate([sw / sw.sum() * 0.86, tw / tw.sum() * 0.14])
    fn = load("uk_firstnames.csv")
    F, fi, cls = [], {}, {}
    for r in fn:
        k = r["firstname"].replace(" ", "-")
        if k not in fi:
            fi[k] = len(F)
            F.append(k)
        cls.setdefault((r["cohort"], r["sex"]), []).append((fi[k], float(r["weight"])))
    var = {}
    for r in load("uk_forename_variants.csv"):
        a, b = r["forename"], r["variant"]
        if a in fi and len(b) > 1 and b.isalpha():
            var.setdefault(a, {})[b] = 4.0 if (r["common"] == "1" or b in fi) else 1.0
    for d in list(var.values()):
        for b in d:
            if b not in fi:
                fi[b] = len(F)
                F.append(b)
    off, val, cw = [0], [], []
    for f in F:
        d = var.get(f, {})
        for b, x in d.items():
            val.append(fi[b])
            cw.append(x)
        off.append(len(val))
    return S, w / w.sum(), F, cls, np.array(off), np.array(val + [0]), np.array(cw + [0.0])


def draw(rng, weights, n):
    c = np.cumsum(weights)
    return np.searchsorted(c, rng.random(n) * c[-1], side="right").clip(0, len(weights) - 1)


def cap(m):
    """Title case: first letter and letters after - or ' ."""
    out = m.copy()
    up = np.zeros(m.shape, bool)
    up[:, 0] = True
    up[:, 1:] = (m[:, :-1] == 45) | (m[:, :-1] == 39)
    sel = up & (m >= 97) & (m <= 122)
    out[sel] -= 32
    return out


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--n", type=int, default=100_000, help="person mentions (two a report)")
    ap.add_argument("--seed", type=int, default=7)
    ap.add_argument("--out", required=True)
    ap.add_argument("--revictim", type=float, default=0.08, help="share of victim-suspect pairs whose victim also has another suspect")
    ap.add_argument("--format", choices=["csv", "parquet"], default="parquet")
    a = ap.parse_args()
    t0 = time.time()
    rng = np.random.default_rng(a.seed)
    NR = a.n // 2
    S, sw, F, cls, voff, vval, vw = names_tables(rng)
    SM, FM = to_mat(S), to_mat(F)

    # ---- course-of-conduct pairs and reports
    ks = np.array([1, 2, 3, 4, 5, 6, 8, 10, 14, 20, 30])
    kp = np.array([.53, .18, .09, .06, .04, .03, .025, .02, .013, .008, .004])
    kp /= kp.sum()
    k = rng.choice(ks, int(NR / (ks * kp).sum() * 1.05) + 1000, p=kp)
    cut = np.searchsorted(np.cumsum(k), NR)
    k = k[:cut + 1]
    k[-1] -= k.sum() - NR
    NP = len(k)
    # entities: victims, suspects; 8 % of pairs re-use a victim, 20 % a suspect, 2 % a victim as suspect
    newv = rng.random(NP) >= a.revictim
    news = rng.random(NP) >= 0.20
    newv[0] = news[0] = True
    NV, NS = newv.sum(), news.sum()
    vic = np.where(newv, np.cumsum(newv) - 1, 0)
    vic[~newv] = (rng.random((~newv).sum()) ** 1.2 * 0.5 * NV).astype(int)
    sus = np.where(news, np.cumsum(news) - 1, 0)
    sus[~news] = (rng.random((~news).sum()) ** 1.2 * 0.4 * NS).astype(int)  # so ~10 % of suspects have two or more victims
    sus = sus + NV
    counter = rng.random(NP) < 0.02
    sus[counter] = rng.integers(0, NV, counter.sum())
    clash = sus == vic
    sus[clash] = NV + (np.nonzero(clash)[0] % NS)
    NE = NV + NS

    # ---- entities
    isv = np.arange(NE) < NV
    male = rng.random(NE) < np.where(isv, 0.22, 0.82)
    age = (16 + 62 * rng.beta(1.8, 3.2, NE))
    by = (2024 - age).astype(int)
    fore = np.zeros(NE, np.int64)
    for sex, msk in (("male", male), ("female", ~male)):
        for coh, cm in (("older", by < 1993), ("ons1996_2018", by >= 1993)):
            s = np.nonzero(msk & cm)[0]
            if coh == "older":  # 12 % come from the diverse recent table whatever the age
                div = rng.random(len(s)) < 0.12
                parts = ((s[~div], "older"), (s[div], "ons1996_2018"))
            else:
                parts = ((s, coh),)
            for idx, c in parts:
                t = cls[(c, sex)]
                fore[idx] = np.array([x for x, _ in t])[draw(rng, np.array([x for _, x in t]), len(idx))]
    sur = draw(rng, sw, NE)
    sur2 = sur.copy()  # surname after a change (marriage, reverting)
    epoch = np.datetime64("1900-01-01")
    dob = ((by - 1900) * 365.25 + rng.integers(0, 365, NE)).astype(np.int64)
    OUT = load("uk_outcodes.csv")
    outw = np.array([float(r["n"]) for r in OUT])
    OM = to_mat([r["out"] for r in OUT])
    adr = np.stack([draw(rng, outw, NE) for _ in range(3)], 1)
    samearea = rng.random(NE) < 0.6
    adr[samearea, 1] = adr[samearea, 0]
    adr[rng.random(NE) < 0.5, 2] = 0
    inc = rng.integers(0, 10 * 20 * 20, (NE, 3))
    nadr = rng.choice([1, 2, 3], NE, p=[.66, .26, .08])
    ph = rng.integers(0, 10 ** 9, (NE, 4))
    nph = np.where(isv, rng.choice([1, 2, 3, 4], NE, p=[.70, .24, .05, .01]), rng.choice([1, 2, 3, 4], NE, p=[.42, .30, .17, .11]))
    land = rng.integers(0, 10 ** 9, NE)
    hasland = rng.random(NE) < 0.25

    # relatives: hard negatives, cloned inside the block of suspects or victims
    nrel = int(NE * 0.06)
    ch = rng.permutation(NE)
    kid, par = ch[:nrel], ch[nrel:2 * nrel]
    sur[kid] = sur[par]
    sur2[kid] = sur[par]
    adr[kid, 0], inc[kid, 0] = adr[par, 0], inc[par, 0]
    rel = rng.choice(5, nrel, p=[.42, .40, .05, .05, .08])  # sibling, parent, twin, same name parent, cousin
    d = np.where(rel == 0, rng.integers(-2200, 2200, nrel), np.where(rel == 2, 0, rng.integers(8000, 12000, nrel)))
    dob[kid] = np.where(rel == 4, dob[kid], dob[par] - d)
    same = rel == 3
    fore[kid[same]] = fore[par[same]]
    male[kid[same]] = male[par[same]]
    sh = rng.random(nrel) < 0.5
    land[kid[sh]] = land[par[sh]]
    hasland[kid[sh]] = hasland[par[sh]]

    # relations of the pair: 45 % ex-partners who shared a home and often a married name
    ex = rng.random(NP) < 0.45
    home = ex & (rng.random(NP) < 0.6) & newv
    adr[vic[home], 0], inc[vic[home], 0] = adr[sus[home], 0], inc[sus[home], 0]
    nadr[vic[home]] = np.maximum(nadr[vic[home]], 2)
    married = ex & (rng.random(NP) < 0.35) & newv
    mv = vic[married]
    sur2[mv] = sur[mv]            # later reports: maiden name again
    sur[mv] = sur[sus[married]]   # earlier reports: the suspect's surname
    chg = (rng.random(NE) < 0.05) & ~male & (sur == sur2)
    sur2[chg] = draw(rng, sw, chg.sum())
    when = rng.random(NE)         # when in the window the surname changes
    dbl = rng.random(NE) < 0.025
    dbl2 = draw(rng, sw, NE)

    # preferred nickname for each entity
    nv = voff[fore + 1] - voff[fore]
    u = rng.random(NE)
    csum = np.concatenate([[0.0], np.cumsum(vw)])
    lo, hi = csum[voff[fore]], csum[voff[fore + 1]]
    nick = np.where(nv > 0, vval[np.clip(np.searchsorted(csum, lo + u * (hi - lo), side="right") - 1, 0, len(vval) - 1)], fore)
    usesnick = rng.random(NE) < 0.35

    # emails and handles
    words = "blue red dark night wolf king queen angel star storm rose fire ice moon sun raven ghost shadow tiger lion bear eagle hawk snake viper gamer ninja pirate rebel lucky happy sad lost mad crazy lazy silent loud fast slow big little baby mama papa bro dude boss real official true only just not your my the mr miss lady lord sir iron steel gold silver diamond sky ocean river lake hill rock stone brick wood tree leaf flower daisy lily violet poppy ivy jade ruby pearl cherry honey sugar candy cookie cake pizza taco burger coffee tea wine beer vodka gin rum music dance rock metal punk jazz soul funk house techno disco party club summer winter autumn spring rainy sunny cloudy windy stormy city town village north south east west leeds london essex kent york wales scot irish celtic rangers united city spurs gunner hammer villa toffee blues reds magpie saint fox owl robin swan".split()
    WM = to_mat(sorted(set(words)))
    nw = len(WM)
    fcl = np.where((FM >= 97) & (FM <= 122), FM, 0)
    one = lambda c, n: np.tile(to_mat([c]), (n, 1))
    prov = to_mat(["@gmail.com", "@hotmail.co.uk", "@outlook.com", "@yahoo.co.uk", "@icloud.com", "@btinternet.com", "@live.co.uk", "@sky.com"])
    prw = np.array([.42, .18, .13, .1, .08, .04, .03, .02])
    numw = rng.integers(0, 1000, (NE, 5))

    def build_email(e, j):
        r2 = np.random.default_rng(a.seed * 1000003 + j)
        f, s = FM[fore[e]], SM[sur[e]]
        ini = np.zeros_like(f)
        ini[:, 0] = f[:, 0]
        st = (numw[e, j % 5] + 7 * j) % 4
        base = np.where((st == 0)[:, None], concat(f, one(".", len(e)), s), np.where((st == 1)[:, None], concat(ini, s), np.where((st == 2)[:, None], concat(f, s), concat(WM[(numw[e, j] * 31 + e) % nw], f))))
        base[:, 20:] = 0
        num = digits_mat(numw[e, j] % 100, 2)
        num[(numw[e, (j + 1) % 5] % 10) < 4] = 0
        pr = prov[np.searchsorted(np.cumsum(prw), (((e * 2654435761 + j * 97) % 1000) / 1000.0) * .999)]
        return concat(base, num, pr)

    def build_handle(e, j):
        f, s = FM[fore[e]], SM[sur[e]]
        st = (numw[e, 0] + e * 13) % 5
        w1, w2 = WM[(numw[e, 1] * 17 + e) % nw], WM[(numw[e, 2] * 29 + 3 * e) % nw]
        b = np.where((st == 0)[:, None], concat(f, one("_", len(e)), w1), np.where((st == 1)[:, None], concat(w1, w2), np.where((st == 2)[:, None], concat(f, s), np.where((st == 3)[:, None], concat(w1, one("_", len(e)), f), concat(s, w2)))))
        b[:, 18:] = 0
        base_num = digits_mat(numw[e, 3] % 100, 2)
        base_num[(numw[e, 4] % 3) == 0] = 0
        # later accounts of one person are variations: another number, an added mark, or a new word
        extra = digits_mat((numw[e, 4] + 111 * j) % 1000, 3)
        alt = concat(WM[(numw[e, 2] + 57 * j + e) % nw], f, digits_mat(numw[e, 3] % 100, 2))
        alt[:, 24:] = 0
        return np.where((j == 0)[:, None], concat(b, base_num), np.where(((numw[e, 1] + j) % 2 == 0)[:, None], concat(b, extra), alt)).astype(np.uint8)

    # ---- reports in time
    pid = np.repeat(np.arange(NP), k)
    rt = rng.random(NR)
    order = np.argsort(rt, kind="stable")
    pid, rt = pid[order], rt[order]
    ent = np.empty(2 * NR, np.int64)
    ent[0::2], ent[1::2] = vic[pid], sus[pid]
    V = np.zeros(2 * NR, bool)
    V[0::2] = True
    tm = np.repeat(rt, 2)
    n = 2 * NR
    R = lambda: rng.random(n)
    pr = lambda pv, ps: R() < np.where(V, pv, ps)

    # forename
    code = np.where(pr(.25, .60) & usesnick[ent], nick[ent], fore[ent])
    rare_nick = pr(.01, .03) & (nv[ent] > 0)
    code[rare_nick] = vval[(voff[fore[ent]] + (R() * nv[ent]).astype(int)).clip(0, len(vval) - 1)][rare_nick]
    fm = FM[code].copy()
    pf = to_mat(phonetic_table(F, rng))
    s = pr(.008, .02)
    fm[s] = pf[code[s]]
    # surname
    sc = np.where(tm < when[ent], sur[ent], sur2[ent])
    flip = pr(.04, .02)
    sc[flip] = np.where(sc == sur[ent], sur2[ent], sur[ent])[flip]
    sm = SM[sc].copy()
    ps = to_mat(phonetic_table(S, rng))
    s = pr(.008, .02)
    sm[s] = ps[sc[s]]
    db = dbl[ent] & (R() < 0.75)
    i = np.nonzero(db)[0]
    x = sm[i].copy(); x[:, 15:] = 0
    y = SM[dbl2[ent[i]]].copy(); y[:, 15:] = 0
    sm[i] = concat(x, one("-", len(i)), y)
    for m, pv, pss in ((fm, .03, .06), (sm, .035, .07)):
        s = np.nonzero(pr(pv, pss))[0]
        m[s] = typo(m[s], rng)
    s = pr(.006, .03)
    fm[s, 1:] = 0
    sw_ = pr(.01, .015)
    tmp = fm[sw_].copy(); fm[sw_] = sm[sw_]; sm[sw_] = tmp
    noname = pr(.0, .05)
    fm[pr(.003, .05) | noname] = 0
    sm[pr(.004, .10) | noname] = 0
    fm, sm = cap(fm), cap(sm)
    # dob
    dd = dob[ent].copy()
    s = pr(.008, .015)
    dd[s] += rng.choice([-1, 1, 10, -10, 365, -365, 3652, -3652, 30, -31], s.sum())
    D = (epoch + dd.astype("timedelta64[D]"))
    Y = D.astype("datetime64[Y]").astype(int) + 1970
    Mo = D.astype("datetime64[M]").astype(int) % 12 + 1
    Da = (D - D.astype("datetime64[M]")).astype(int) + 1
    s = pr(.008, .012) & (Da <= 12)
    Mo2, Da2 = np.where(s, Da, Mo), np.where(s, Mo, Da)
    ap_ = pr(.0, .10)  # age guessed: 01/01 of a year near the truth
    Y = np.where(ap_, Y + rng.integers(-2, 3, n), Y)
    Mo2, Da2 = np.where(ap_, 1, Mo2), np.where(ap_, 1, Da2)
    dm = np.zeros((n, W), np.uint8)
    dm[:, 0:4] = digits_mat(Y, 4)[:, :4]; dm[:, 4] = 45
    dm[:, 5:7] = digits_mat(Mo2, 2)[:, :2]; dm[:, 7] = 45
    dm[:, 8:10] = digits_mat(Da2, 2)[:, :2]
    dm[pr(.03, .45)] = 0
    # sex
    sx = np.where(male[ent], b"M", b"F").astype("S1")
    sx[pr(.01, .10)] = b""
    # postcode
    ai = np.minimum((tm * nadr[ent] + (R() < .08)).astype(int), nadr[ent] - 1)
    L20 = np.frombuffer(b"ABDEFGHJLNPQRSTUWXYZ", np.uint8)
    iv = inc[ent, ai]
    ic = np.zeros((n, W), np.uint8)
    ic[:, 0] = 32
    ic[:, 1] = 48 + iv // 400; ic[:, 2] = L20[iv // 20 % 20]; ic[:, 3] = L20[iv % 20]
    ic[pr(.01, .08)] = 0  # outward code only
    pm = concat(OM[adr[ent, ai]], ic)
    s = np.nonzero(pr(.015, .02))[0]
    pm[s] = typo(pm[s], rng)
    pm[pr(.05, .50)] = 0
    # phones
    def phone(e, slot, useland):
        num = ph[e, slot]
        m = digits_mat(np.where(useland, land[e], num), 9)
        head = np.where(useland[:, None], one("01", len(e)), one("07", len(e)))
        return concat(head, m).astype(np.uint8)
    slot = np.minimum((tm * nph[ent] + (R() < .25) * rng.integers(0, 4, n)).astype(int), nph[ent] - 1)
    ul = hasland[ent] & (R() < .2)
    p1 = phone(ent, slot, ul)
    slot2 = (slot + 1) % nph[ent]
    p2 = phone(ent, slot2, np.zeros(n, bool))
    for p in (p1, p2):
        s = np.nonzero(pr(.01, .02))[0]
        p[s] = typo(p[s], rng, digits_only=True)
    p1[pr(.12, .50)] = 0
    p2[(slot2 == slot) | ~pr(.25, .35) | (p1[:, 0] == 0)] = 0
    # email, handle
    em = np.zeros((n, W), np.uint8); hm = np.zeros((n, W), np.uint8)
    s = np.nonzero(pr(.60, .15))[0]
    ej = ((tm[s] > .6) & (numw[ent[s], 4] % 4 == 0)).astype(int)
    for j in (0, 1):
        q = s[ej == j]
        em[q] = build_email(ent[q], j)
    q = np.nonzero(pr(.015, .03) & (em[:, 0] != 0))[0]
    em[q] = typo(em[q], rng)
    s = np.nonzero(pr(.15, .40))[0]
    nh = np.where(isv[ent[s]], 1, 1 + numw[ent[s], 0] % 4)
    hm[s] = build_handle(ent[s], np.minimum((tm[s] * nh + (rng.random(len(s)) < .2)).astype(int), nh - 1))
    q = np.nonzero(pr(.02, .04) & (hm[:, 0] != 0))[0]
    hm[q] = typo(hm[q], rng)

    day = (np.datetime64("2024-01-01") + (tm * 578).astype("timedelta64[D]")).astype("S10")
    cols = {"unique_id": np.arange(n, dtype=np.int64), "report_id": np.repeat(np.arange(NR, dtype=np.int64), 2),
            "role": np.where(V, b"V", b"S").astype("S1"), "report_date": day, "forename": to_str(fm), "surname": to_str(sm), "dob": to_str(dm),
            "sex": sx, "postcode": to_str(pm), "phone": to_str(p1), "phone2": to_str(p2), "email": to_str(em), "handle": to_str(hm)}
    import pyarrow as pa, pyarrow.csv as pc, pyarrow.parquet as pq, pyarrow.compute as pcmp
    tab = {}
    for c, v in cols.items():
        if v.dtype.kind == "S":
            s_ = pa.array(v.tolist(), type=pa.binary()).cast(pa.string())
            tab[c] = s_ if a.format == "csv" else pcmp.if_else(pcmp.equal(s_, ""), pa.scalar(None, pa.string()), s_)
        else:
            tab[c] = pa.array(v)
    os.makedirs(a.out, exist_ok=True)
    tab = pa.table(tab)
    o = pc.WriteOptions(quoting_style="needed")
    if a.format == "csv":
        pc.write_csv(tab, os.path.join(a.out, "mentions.csv"), o)
    else:
        pq.write_table(tab, os.path.join(a.out, "mentions.parquet"), compression="zstd")
    pc.write_csv(pa.table({"id": cols["unique_id"], "cluster": ent}), os.path.join(a.out, "truth.csv"), o)
    pc.write_csv(pa.table({"report_id": np.arange(NR), "pair_id": pid, "victim_entity": vic[pid], "suspect_entity": sus[pid]}),
                 os.path.join(a.out, "report_truth.csv"), o)
    cnt = np.bincount(ent, minlength=NE)
    cnt = cnt[cnt > 0]
    print(f"mentions {n:,}  entities {len(cnt):,}  true pairs {int((cnt * (cnt - 1) // 2).sum()):,}  largest entity {cnt.max()}  victim-suspect pairs {NP:,}  {time.time() - t0:.1f} s")


if __name__ == "__main__":
    main()
