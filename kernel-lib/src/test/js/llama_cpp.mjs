// Asks llama.cpp, for comparison.
//
//   npm install --prefix target/peers --ignore-scripts --omit=optional node-llama-cpp@3.22.1 @node-llama-cpp/linux-x64@3.22.1
//   VITRINA_PEERS=target/peers node llama_cpp.mjs MODEL.gguf [--threads N] [--kv F32|F16] [--context N]
//
// reads a JSON object a line from standard input and answers each with one line:
//   {"op": "tokenize", "text": "…"}                     → {"ids": […]}
//   {"op": "logits", "ids": […], "out": "FILE"}         → {"rows": T, "columns": V}; floats, little-endian, in FILE
//   {"op": "drop", "ids": […], "from": 2, "to": 5, "more": […], "out": "FILE"} → as logits, for each of more, of a
//                                                         reading whose tokens from 2 to before 5 were forgotten
//   {"op": "greedy", "ids": […], "tokens": 64}          → {"ids": […], "margins": […]}: top logit minus the second
//   {"op": "nll", "ids": […], "from": 0}                → {"nll": sum over ids[from+1 …], "tokens": N, "each": […]}
//   {"op": "bench", "prompt": 512, "tokens": 64}        → {"prefill": tokens/s, "decode": tokens/s}, and the same
//                                                         as prefillCpu and decodeCpu for a second of CPU time
import {createRequire} from "node:module";
import {createInterface} from "node:readline";
import {writeFileSync} from "node:fs";
import {pathToFileURL} from "node:url";
import path from "node:path";

const peers = path.resolve(process.env.VITRINA_PEERS ?? "target/peers");
const found = createRequire(path.join(peers, "package.json")).resolve("node-llama-cpp");
const {getLlama} = await import(pathToFileURL(found));

const [file, ...rest] = process.argv.slice(2);
const option = (name, unless) => rest.includes(name) ? rest[rest.indexOf(name) + 1] : unless;
const threads = Number(option("--threads", 2));
const kv = {F32: 0, F16: 1}[option("--kv", "F32")];
const size = Number(option("--context", 2048));

const llama = await getLlama({gpu: false, build: "never", progressLogs: false, logLevel: "error"});
const bindings = llama._bindings;
const model = new bindings.AddonModel(file, {addonExports: bindings, gpuLayers: 0, useMmap: true});
if (!await model.init()) throw new Error("llama.cpp cannot open " + file);
const context = new bindings.AddonContext(model, {
    contextSize: size, batchSize: 512, sequences: 1, flashAttention: false, logitsAll: true, threads,
    kvCacheKeyType: kv, kvCacheValueType: kv, swaFullCache: true
});
if (!await context.init()) throw new Error("llama.cpp cannot make a context of " + size);
context.setThreads(threads);
const sampler = new bindings.AddonSampler(model);
sampler.applyConfig({temperature: 0});

async function read(ids, at, wanted) {
    context.initBatch(ids.length);
    const indexes = context.addToBatch(0, at, Uint32Array.from(ids), Uint32Array.from(wanted));
    await context.decodeBatch();
    return indexes;
}

// a greedy sampler changes no logit; all come as token, logit, token, logit …
async function logits(index) {
    const pairs = (await context.sampleToken(index, sampler, false, false, true))[3];
    const row = new Float32Array(pairs.length / 2);
    for (let i = 0; i < pairs.length; i += 2) row[pairs[i]] = pairs[i + 1];
    return row;
}

function clear() {
    context.disposeSequence(0);
}

async function eachRow(ids, use) {
    clear();
    for (let from = 0; from < ids.length; from += 512) {
        const part = ids.slice(from, from + 512);
        const indexes = await read(part, from, part.keys());
        for (let i = 0; i < part.length; i++) await use(from + i, await logits(indexes[i]));
    }
}

function top2(row) {
    let first = 0, second = -1;
    for (let i = 1; i < row.length; i++) {
        if (row[i] > row[first]) { second = first; first = i; }
        else if (second < 0 || row[i] > row[second]) second = i;
    }
    return [first, second];
}

// returns what gives tokens for each second from now on, and for each second of CPU time
function began(tokens) {
    const start = performance.now(), before = process.cpuUsage();
    return () => {
        const {user, system} = process.cpuUsage(before);
        return [tokens / (performance.now() - start) * 1e3, tokens / (user + system) * 1e6];
    };
}

const operations = {
    async tokenize({text}) {
        return {ids: [...model.tokenize(text, false)]};
    },
    async logits({ids, out}) {
        const rows = [];
        await eachRow(ids, async (_, row) => rows.push(row));
        writeFileSync(out, Buffer.concat(rows.map(row => Buffer.from(row.buffer))));
        return {rows: rows.length, columns: rows[0].length};
    },
    async drop({ids, from, to, more, out}) {
        clear();
        await read(ids, 0, []);
        context.removeTokenCellsFromSequence(0, from, to);
        context.shiftSequenceTokenCells(0, to, ids.length, from - to);
        const indexes = await read(more, ids.length - (to - from), more.keys());
        const rows = [];
        for (const index of indexes) rows.push(await logits(index));
        writeFileSync(out, Buffer.concat(rows.map(row => Buffer.from(row.buffer))));
        return {rows: rows.length, columns: rows[0].length};
    },
    async greedy({ids, tokens}) {
        clear();
        const given = [], margins = [];
        let next = ids, at = 0;
        for (let i = 0; i < tokens; i++) {
            const indexes = await read(next, at, [next.length - 1]);
            const row = await logits(indexes[0]);
            const [first, second] = top2(row);
            given.push(first);
            margins.push(row[first] - row[second]);
            at += next.length;
            next = [first];
        }
        return {ids: given, margins};
    },
    async nll({ids, from = 0}) {
        const each = [];
        await eachRow(ids, async (at, row) => {
            if (at < from || at + 1 >= ids.length) return;
            let max = -Infinity, total = 0;
            for (const x of row) max = Math.max(max, x);
            for (const x of row) total += Math.exp(x - max);
            each.push(Math.log(total) + max - row[ids[at + 1]]);
        });
        return {nll: each.reduce((sum, x) => sum + x, 0), tokens: each.length, each};
    },
    async bench({prompt = 512, tokens = 64}) {
        clear();
        const ids = Array.from({length: prompt}, (_, i) => 1000 + i * 7 % 20000);
        let rates = began(prompt);
        let indexes = await read(ids, 0, [prompt - 1]);
        let token = await context.sampleToken(indexes[0], sampler);
        const [prefill, prefillCpu] = rates();
        rates = began(tokens);
        for (let i = 0; i < tokens; i++) {
            indexes = await read([token], prompt + i, [0]);
            token = await context.sampleToken(indexes[0], sampler);
        }
        const [decode, decodeCpu] = rates();
        return {prefill, decode, prefillCpu, decodeCpu};
    }
};

for await (const line of createInterface({input: process.stdin})) {
    const question = JSON.parse(line);
    console.log(JSON.stringify(await operations[question.op](question)));
}
process.exit(0);
