// Compares how fast we and llama.cpp run a model, in turn: A B A B …
//
//   npm install --prefix target/peers --ignore-scripts node-llama-cpp@3.22.1 @node-llama-cpp/linux-x64@3.22.1
//   VITRINA_PEERS=target/peers node compare_speed.mjs "java … org.vitrina.transformer.SpeedServer" MODEL.gguf …
//       [--threads 1,2] [--rounds 7] [--prompt 512] [--tokens 32] [--cpu]
//
// prints a line for each model and number of threads: medians in tokens a second, and the medians of the ratios of
// neighbouring runs. With --cpu, rates are for a second of CPU time: they mean something with one thread even while others
// use the machine.
//
// To compare with llama.cpp without AMX, let VITRINA_PEERS name a copy from which libggml-cpu-sapphirerapids.so was
// removed.
import {spawn} from "node:child_process";
import {createInterface} from "node:readline";
import path from "node:path";
import {fileURLToPath} from "node:url";

const args = process.argv.slice(2);
const option = (name, unless) => {
    const at = args.indexOf(name);
    return at < 0 ? unless : args.splice(at, 2)[1];
};
const flag = name => args.includes(name) && args.splice(args.indexOf(name), 1).length > 0;
const threads = option("--threads", "1,2").split(",").map(Number);
const rounds = Number(option("--rounds", 7));
const prompt = Number(option("--prompt", 512));
const tokens = Number(option("--tokens", 32));
const cpu = flag("--cpu");
const [ours, ...models] = args;
const llama = path.join(path.dirname(fileURLToPath(import.meta.url)), "llama_cpp.mjs");

// a program that answers each line it is given with a line
class Server {
    constructor(command, ...parameters) {
        this.process = spawn(command, parameters, {stdio: ["pipe", "pipe", "inherit"]});
        this.lines = createInterface({input: this.process.stdout})[Symbol.asyncIterator]();
    }
    async ask(question) {
        this.process.stdin.write(JSON.stringify(question) + "\n");
        const {value, done} = await this.lines.next();
        if (done) throw new Error("the program has ended: " + this.process.spawnargs.join(" "));
        return JSON.parse(value);
    }
    end() {
        this.process.stdin.end();
    }
}

const median = numbers => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];
const rate = (answer, what) => answer[cpu ? what + "Cpu" : what];

console.log("| model | threads | prefill ours / llama.cpp | ratio | decode ours / llama.cpp | ratio |");
console.log("|---|---|---|---|---|---|");
for (const model of models) {
    for (const count of threads) {
        const [command, ...parameters] = ours.split(" ");
        const servers = [
            new Server(command, ...parameters, model, "--threads", count),
            new Server("node", llama, model, "--threads", count)
        ];
        const answers = [[], []];
        for (let round = 0; round <= rounds; round++) {
            for (const [i, server] of servers.entries()) {
                const answer = await server.ask({op: "bench", prompt, tokens});
                // the first is for warming up
                if (round > 0) answers[i].push(answer);
            }
        }
        servers.forEach(server => server.end());
        const cells = ["prefill", "decode"].flatMap(what => {
            const [us, them] = answers.map(list => list.map(answer => rate(answer, what)));
            return [
                median(us).toFixed(1) + " / " + median(them).toFixed(1),
                median(us.map((mine, i) => mine / them[i])).toFixed(2)
            ];
        });
        console.log(`| ${path.basename(model, ".gguf")} | ${count} | ${cells.join(" | ")} |`);
    }
}
