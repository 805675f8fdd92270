import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from "graphql";

/**
 * What Shopify asks for a query before it runs it. The published table: scalar and enum 0, object 1, interface and
 * union the most of their selections, mutation 10, connection "sized by `first` and `last`"
 * (shopify.dev/docs/apps/build/apis/graphql-admin/rate-limits). How a connection is sized Shopify keeps to itself.
 * Its staff say that it grows logarithmically (community.shopify.dev/t/24364), and 2 + ⌊2·ln(max(2, first))⌋ × node is
 * what public answers show (community.shopify.dev/t/23101: 25 for one of 250). Before that it was 2 + first × node,
 * which no later formula has been above.
 */
export type Sizing = (first: number) => number;
export const logarithmic: Sizing = (first) => Math.floor(2 * Math.log(Math.max(2, first)));
export const linear: Sizing = (first) => first;

export function queryCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  variables: Record<string, unknown>,
  sizing: Sizing,
): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  let total = 0;
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const root = schema.getRootType(definition.operation)!;
    total += definition.operation === "mutation" ? 10 : selections(definition.selectionSet, root);
  }
  return total;

  function selections(set: SelectionSetNode, parent: GraphQLCompositeType): number {
    let common = 0;
    let most = 0;
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        common += field(selection, parent);
        continue;
      }
      const fragment =
        selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value)! : selection;
      const on = fragment.typeCondition ? schema.getType(fragment.typeCondition.name.value) : parent;
      const cost = selections(fragment.selectionSet, on as GraphQLCompositeType);
      if (isAbstractType(parent) && on !== parent) most = Math.max(most, cost);
      else common += cost;
    }
    return common + most;
  }

  function field(node: FieldNode, parent: GraphQLCompositeType): number {
    if (node.name.value.startsWith("__") || !node.selectionSet) return 0;
    if (!("getFields" in parent)) throw new TypeError(`${parent.name} has no fields`);
    const type = getNamedType(parent.getFields()[node.name.value]!.type);
    if (!isCompositeType(type)) return 0;
    if (type.name === "PageInfo") return 0;
    if (isObjectType(type) && type.name.endsWith("Connection")) {
      return 2 + sizing(size(node)) * selections(node.selectionSet, type);
    }
    return 1 + selections(node.selectionSet, type);
  }

  function size(node: FieldNode): number {
    const value = node.arguments?.find((argument) => argument.name.value === "first")?.value;
    if (value?.kind === Kind.INT) return Number(value.value);
    const given = value?.kind === Kind.VARIABLE ? variables[value.name.value] : undefined;
    if (typeof given !== "number") throw new TypeError(`${node.name.value} has no size`);
    return given;
  }
}
