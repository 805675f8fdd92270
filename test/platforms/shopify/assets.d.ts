/** Vite gives a file asked for this way as a `data:` URI: the Workers runtime has no file system to read it from. */
declare module "*.gz?url&inline" {
  const uri: string;
  export default uri;
}
