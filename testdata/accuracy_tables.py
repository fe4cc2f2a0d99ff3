#!/usr/bin/env python3
"""Writes the tables of docs/accuracy.md anew, between its markers, from reports of "deciban evaluate --json".

usage: accuracy_tables.py docs/accuracy.md REPORTS

REPORTS is a folder with watchlist.json, watchlist-name.json, scripts.json, pairs.json, held-back.json and
ablation.json. A table whose report is missing stays as it is. Called by make evaluate and make ablation.
"""
import json, os, re, sys

TITLES = {
    'arabic': 'Arabic', 'persian': 'Persian and Afghan', 'south_asian': 'South Asian', 'turkic': 'Turkic', 'caucasus': 'Caucasus',
    'slavic': 'Slavic', 'greek': 'Greek', 'hebrew': 'Hebrew', 'western': 'Western and Central European',
    'hispanic': 'Hispanic and Portuguese', 'african': 'African', 'chinese': 'Chinese', 'korean': 'Korean', 'japanese': 'Japanese',
    'southeast_asian': 'South-East Asian', 'other': 'other',
}


def table(head, rows):
    lines = ['| ' + ' | '.join(head) + ' |', '|' + '|'.join(['---'] + ['---:'] * (len(head) - 1)) + '|']
    return '\n'.join(lines + ['| ' + ' | '.join(map(str, r)) + ' |' for r in rows])


def recall(r):
    s = r['scores']
    head = ['group', 'n'] + ['at %g %%' % (100 * x) for x in s['rates']]
    rows = [[g['name'], '{:,}'.format(g['n'])] + ['%.3f' % v for v in g['recall']] for g in s['groups']]
    thresholds = '; '.join('%s (%s negatives) %s' % (t['side'], '{:,}'.format(t['negatives']),
                           ', '.join('none' if w is None else '%.2f' % w for w in t['decibans'])) for t in s['thresholds'])
    return table(head, rows) + '\n\nThresholds in decibans: ' + thresholds + '. Model ' + r['model'] + '.'


def origins(r):
    few, cold = r['origins'][0], r['origins'][1]
    other = {o['name']: o for o in cold['origins']}
    rows = []
    for o in few['origins']:
        def cells(o, t):
            rate = o['alerts'] / o['n']
            note = 'too few to tell' if 3 * t['mean'] * o['n'] < 1 else '%.1f' % (rate / t['mean'] if t['mean'] else 0)
            return [o['alerts'], '%.2f %%' % (100 * rate), note]
        rows.append([TITLES[o['name']], '{:,}'.format(o['n'])] + cells(o, few) + cells(other[o['name']], cold))
    rows.append(['all', '{:,}'.format(sum(o['n'] for o in few['origins'])), sum(o['alerts'] for o in few['origins']), '%.2f %%' % (100 * few['mean']), '',
                 sum(o['alerts'] for o in cold['origins']), '%.2f %%' % (100 * cold['mean']), ''])
    return table(['names', 'persons', 'alerts at 0.1 %', 'share', '× mean', 'alerts at 1 %', 'share', '× mean'], rows)


def reliability(r):
    out = []
    for t in r['reliability']:
        rows = [['%g to %g' % (b['from'], b['to']), '{:,}'.format(b['n']), '%.3f' % b['said'], '%.3f' % b['right']] for b in t['bins'] if b['n']]
        out.append('**%s**: expected calibration error %.4f; of matches of 1 %% and more %.4f (prior %g)\n\n%s' %
                   (t['side'], t['error'], t['errorShown'], t['prior'], table(['probability', 'cases', 'said', 'right'], rows)))
    return '\n\n'.join(out)


def pairs(r):
    rows = [[p['group'], p['n'], '%.3f' % p['auc'], '%.3f' % p['f1'], '%.2f' % p['at'], '%.3f' % p['otherAUC'], '%.3f' % p['otherF1']] for p in r['pairs']]
    return table(['group', 'n', 'AUC', 'best F1', 'at dB', 'logic-v2 AUC', 'logic-v2 F1'], rows)


def ablation(r):
    groups = [g['name'] for g in r['ablations'][0]['groups']]
    rows = [[a['part'] or 'nothing'] + ['%.3f' % g['recall'][0] for g in a['groups']] + [a['instead']] for a in r['ablations']]
    return table(['without'] + groups + ['instead'], rows)


TABLES = {
    'watchlist': ('watchlist', recall), 'watchlist-name': ('watchlist-name', recall), 'scripts': ('scripts', recall),
    'origins': ('watchlist', origins), 'origins-name': ('watchlist-name', origins), 'pairs': ('pairs', pairs),
    'reliability': ('watchlist', reliability), 'held-back': ('held-back', reliability), 'ablation': ('ablation', ablation),
}

document, folder = sys.argv[1:]
text = open(document, encoding='utf-8').read()
for name, (report, write) in TABLES.items():
    path = os.path.join(folder, report + '.json')
    if not os.path.exists(path):
        continue
    made = write(json.load(open(path, encoding='utf-8')))
    pattern = re.compile(r'(<!-- begin %s -->\n).*?(<!-- end %s -->)' % (name, name), re.S)
    text, n = pattern.subn(lambda m: m[1] + made + '\n' + m[2], text)
    if n != 1:
        sys.exit('%s: %d places for the table %s, want 1' % (document, n, name))
open(document, 'w', encoding='utf-8').write(text)
