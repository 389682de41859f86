import { chromium } from "playwright-core";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join, extname } from "node:path";
const T={".css":"text/css",".html":"text/html",".js":"text/javascript",".wasm":"application/wasm"};
const s=createServer((q,r)=>{const p=new URL(q.url,"http://h").pathname;try{const b=readFileSync(join("/tmp/page-dist",p.endsWith("/")?p+"index.html":p));r.writeHead(200,{"content-type":T[extname(p)]??"text/html"});r.end(b);}catch{r.writeHead(404).end()}});
await new Promise(d=>s.listen(0,"127.0.0.1",d));
const b=await chromium.launch({executablePath:process.env.CHROME,args:["--no-sandbox","--disable-gpu"]});
const [,,out,width,scheme,file,...acts]=process.argv;
const ctx=await b.newContext({viewport:{width:+width,height:+width<500?844:900},colorScheme:scheme,isMobile:+width<500,hasTouch:+width<500,deviceScaleFactor:1});
const page=await ctx.newPage();
page.on("console",m=>m.type()=="error"&&console.log("console:",m.text()));page.on("pageerror",e=>console.log("pageerror:",e.message));
await page.goto(`http://127.0.0.1:${s.address().port}/`);
await page.locator("textarea").waitFor();
if(file!=="-") await page.locator("textarea").fill(readFileSync(file,"utf8"));
for(const a of acts){ if(a.startsWith("js:")) console.log(await page.evaluate(a.slice(3))); else if(a.startsWith("key:")) await page.keyboard.press(a.slice(4)); else if(a.startsWith("wait:")) await page.waitForTimeout(+a.slice(5)); else await page.locator(a).first().click(); }
await page.waitForTimeout(600);
await page.screenshot({path:out,fullPage:+width<500||acts.includes("js:1")});
await b.close();s.close();
