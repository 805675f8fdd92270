import type { Product } from "../../model/retail";
import type { Api, ListQuery, Mapped, Page } from "../adapter";
import { catalogOf } from "./catalog";
import { v1Product, v1Products } from "./products-v1";
import { v3Product, v3Products } from "./products-v3";

export async function readProducts(api: Api, query: ListQuery): Promise<Page<Product>> {
  return (await catalogOf(api)) === "V1" ? v1Products(api, query) : v3Products(api, query);
}

export async function readProduct(api: Api, id: string): Promise<Mapped<Product>> {
  return (await catalogOf(api)) === "V1" ? v1Product(api, id) : v3Product(api, id);
}
