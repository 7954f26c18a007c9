// Adds to each text the ids that llama.cpp's tokenizer gives it.
//
//     npm install node-llama-cpp    (in the folder that VITRINA_PEERS names, or target/peers)
//     node llama_cpp_ids.mjs model.gguf < texts.jsonl > expected.jsonl
//
// Reads one JSON string on a line (tokenizer_texts.py writes such), and writes
// {"text": …, "ids": […], "special": […]}: read as plain text, and with the texts of special tokens read as these.
import {createInterface} from "node:readline";
import {createRequire} from "node:module";
import path from "node:path";
import {pathToFileURL} from "node:url";

const peers = process.env.VITRINA_PEERS ?? path.resolve("target/peers");
const entry = createRequire(path.join(peers, "package.json")).resolve("node-llama-cpp");
const {getLlama, LlamaLogLevel} = await import(pathToFileURL(entry));
const llama = await getLlama({gpu: false, build: "never", logLevel: LlamaLogLevel.error});
const model = await llama.loadModel({modelPath: process.argv[2], vocabOnly: true});
for await (const line of createInterface({input: process.stdin})) {
    const text = JSON.parse(line);
    const ids = Array.from(model.tokenize(text, false));
    const special = Array.from(model.tokenize(text, true));
    console.log(JSON.stringify({text, ids, special}));
}
await llama.dispose();
process.exit(0);
