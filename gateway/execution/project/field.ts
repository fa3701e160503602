import { isNonNullType } from 'graphql';
import type { GraphQLOutputType } from 'graphql';
import { hiddenAlias } from '../../plan/compiled.ts';
import type { FieldEffect } from '../../plan/compiled.ts';
import type { Data } from '../data.ts';
import { broken, report, reportNull, writeNull } from './projection.ts';
import type { Outcome, Place, Projection } from './projection.ts';
import { compileValue } from './value.ts';
import type { CompileComposite } from './value.ts';

/** Writes one field of a row, as `Write` does a value. */
export type WriteField = (row: Data, projection: Projection) => Outcome;

/** Compiles a field with what policy makes of it. */
export function compileField(
  key: string,
  type: GraphQLOutputType,
  effect: FieldEffect,
  place: Place,
  compileComposite: CompileComposite,
): WriteField {
  switch (effect.kind) {
    case 'allow': {
      const write = compileValue(type, place, null, compileComposite);
      return (row, projection) => write(row[key], projection);
    }
    case 'mask': {
      const write = compileValue(type, place, effect.apply, compileComposite);
      return (row, projection) => write(row[key], projection);
    }
    case 'deny':
      return compileDenied(type, effect, place);
    case 'rows':
      return compileRows(key, type, effect, place, compileComposite);
  }
}

function compileDenied(
  type: GraphQLOutputType,
  { denial }: FieldEffect & { kind: 'deny' },
  place: Place,
): WriteField {
  const once = `${place.coordinate} ${JSON.stringify(place.path)}`;
  const isRequired = isNonNullType(type);
  return (_row, projection) => {
    if (!projection.denied.has(once)) {
      projection.denied.add(once);
      report(projection, place, denial.message, denial.extensions);
    }
    return isRequired ? broken : writeNull(projection);
  };
}

function compileRows(
  key: string,
  type: GraphQLOutputType,
  effect: FieldEffect & { kind: 'rows' },
  place: Place,
  compileComposite: CompileComposite,
): WriteField {
  const clear = compileValue(type, place, null, compileComposite);
  const masked = compileValue(type, place, effect.apply, compileComposite);
  const isRequired = isNonNullType(type);
  return (row, projection) => {
    let verdict: 'allow' | 'deny' | 'mask';
    try {
      verdict = effect.decide((field) => row[hiddenAlias(field)]);
    } catch {
      verdict = 'deny';
    }
    switch (verdict) {
      case 'allow':
        return clear(row[key], projection);
      case 'mask':
        return masked(row[key], projection);
      case 'deny':
        if (!isRequired) return writeNull(projection);
        reportNull(projection, place);
        return broken;
    }
  };
}
