"""Sentences on both sides of the two grammars, written for these tests.

Each line of a table is a sentence; in `DANGER` the hazard stands before it.
"""

from __future__ import annotations


def _lines(table: str) -> list[str]:
    return [line.strip() for line in table.strip().splitlines() if line.strip()]


def _with_hazard(table: str) -> list[tuple[str, str | None]]:
    rows = [line.split(maxsplit=1) for line in _lines(table)]
    return [(sentence, None if hazard == "-" else hazard) for hazard, sentence in rows]


DANGER = _with_hazard("""
electric_shock 触电
electric_shock 有人触电了
electric_shock 有人触电了怎么办
electric_shock 触电了怎么办
electric_shock 我爸修灯的时候触电了，快来人
electric_shock 孩子摸插座被电到了
electric_shock 我刚才被电了一下，手还是麻的
electric_shock 工地上有个工人被高压电击倒了
electric_shock 邻居被电晕了！！
electric_shock 我老公在房顶上被电打下来了
electric_shock 触電了！快救人
electric_shock 有人触店了
electric_shock 水里有人被电着了
electric_shock 刚刚差点触电
electric_shock 开关一碰就电了我一下
electric_shock 触电以后怎么抢救，人已经不动了
electric_shock 我家狗踩到井盖被电死了
electric_shock 电死人了
electric_shock 我妈被电到不会动了
electric_shock someone got an electric shock
electric_shock you ren chu dian le
electric_shock 人吸在电箱上下不来
electric_shock 是不是没人管？有人触电了
electric_shock 不是停电的事，是有人触电了
electric_shock 我要查电费，等一下，我儿子触电了
electric_shock 师傅在杆上遭电打了
electric_shock 热水器洗澡把我老婆电倒了
fallen_line 电线断了掉在地上
fallen_line 门口的电线掉下来了
fallen_line 路边有根高压线断了
fallen_line 高压线
fallen_line 高压线断了
fallen_line 断线落地
fallen_line 断线了
fallen_line 昨晚刮大风电线被吹断了，到现在没人管
fallen_line 电缆垂到路面上了，车都过不去
fallen_line 电线杆倒了
fallen_line 电杆被车撞断了
fallen_line 电线杆歪得厉害快要倒了
fallen_line 树倒了压在电线上
fallen_line 风筝挂在高压线上了
fallen_line 吊车碰到高压线了
fallen_line 施工队把电缆挖断了
fallen_line 挖机挖断了电缆
fallen_line 有根线掉在水里
fallen_line 线掉地上了，还在冒火
fallen_line 我家门前的线断了一根垂着
fallen_line 電線掉下來了
fallen_line 钓鱼的鱼竿碰着高压线
fallen_line 电线拖在地上好几天了
fallen_line 你们知道电线都掉地上了吗
fallen_line the power line is down
fallen_line 大货车把电线刮断了
fallen_line 铁皮被风吹到线上去了，搭在高压线上
fallen_line 变压器旁边的导线断了一根
fallen_line 不是我家停电，是外面电线断了
fallen_line 广告牌倒了砸到电线
fire 着火了
fire 电箱着火了快来
fire 起火了！！！
fire 变压器起火
fire 插座冒火花
fire 电表箱打火
fire 电线在打火花，噼里啪啦的
fire 变压器爆炸了
fire 变压器炸了，全村没电
fire 楼道电表箱烧起来了
fire 充电桩着火了怎么办
fire 电瓶车充电自燃了
fire 配电房有火苗
fire 电线杆上面在冒火
fire 電錶箱著火了
fire 我家没电了着火了
fire 再不来就要着火了
fire 隔壁着火了，是电线引起的
fire 家里插排喷火
fire 不是跳闸，是起火了
fire 火没灭
fire 火还没扑灭
fire 火灭了又着起来了
fire zhao huo le
fire the meter box is on fire
fire 看到变压器那里有火光
fire 有电弧，滋滋响
fire 快点来，变压器放炮了
smoke 电表冒烟了
smoke 插座在冒烟
smoke 家里有股烧焦的味道，从配电箱出来的
smoke 开关有焦糊味
smoke 电线烧焦了
smoke 变压器冒黑烟
smoke 空调插头烧黑了还有糊味
smoke 家里電線冒煙了
smoke 电表箱里往外冒白烟
smoke 墙里电线有塑料烧的味
smoke 满屋的烟，电箱那边来的
smoke 插头烧化了
smoke 电闸冒烟没人管吗
smoke smoke coming out of the meter
flooded 电箱进水了
flooded 电表箱进水了还能用吗
flooded 下大雨配电房被水淹了
flooded 地下室的配电箱泡在水里
flooded 楼上漏水，水流到电表箱里了
flooded 洪水淹了变压器
flooded 插座进水了
flooded 水漏到开关上了
flooded 家里淹水了电还没断电怎么办，插座都泡了
flooded 电缆井全是水
flooded 充电桩被雨水淹了
flooded 水里有电
exposed 漏电
exposed 家里漏电了
exposed 热水器漏电，洗澡麻手
exposed 水龙头带电
exposed 路灯杆漏电
exposed 电线裸露在外面
exposed 电线破皮了露着铜
exposed 墙上的线头露在外面，有小孩
exposed 摸一下洗衣机外壳麻手
exposed 小区配电箱门敞开着，小孩能摸到
exposed 变压器的门没锁
exposed 电缆外皮破了
exposed 铁门上有电，摸着发麻
exposed 水管有电
exposed 电箱会电人
exposed 漏电怎么办
exposed 楼下地上带电，不敢走
exposed 配电箱被车撞坏了，线都露出来了
exposed 電線裸露
exposed 我家的井水摸着麻麻的
exposed 有裸露的电线在小学门口
climbing 有小孩爬上变压器了
climbing 有人在爬电线杆
climbing 有个人翻进了变电站
climbing 几个孩子在变压器旁边玩
climbing 有人爬高压塔
climbing 有人钻进配电房了
climbing 铁塔上有个人站着
- 救命
- 救命啊快来人
""")

PERSON = _lines("""
人工
转人工
转人工！
转人工客服
请转人工
帮我转人工谢谢
麻烦转一下人工服务
我要人工
我要转人工服务
人工客服
人工服务
人工坐席
人工呢
人工在吗
有人工吗
有没有人工客服
能转人工吗
可以转人工吗
怎么转人工
如何联系人工客服
怎么找不到人工
为什么不给我转人工
怎么还不转人工
转人工转人工转人工
转 人 工
转！人！工！
转-人-工
轉人工
請轉人工客服
找客服
找人工
找真人
要真人
要个活人
我要跟真人说话
我想和人说话
能不能找个人跟我说
换个人来
换人工
叫你们领导来
叫你们经理接电话
我要找你们负责人
让你们主管跟我说
给我接人工台
接人工
接客服
接线员
话务员
客服
客服在吗
客服呢
在线客服
联系客服
呼叫人工
我需要人工帮助
需要人工处理
我要找工作人员
请安排工作人员联系我
找个人来
来个人
有人吗
有人在吗
有没有人啊
喂有人没有
人呢？
给我回个电话
请给我回电话
打电话给我
让人给我回个电话
叫你们的人联系我
请尽快回电
转人功
转仁工
转人公
转入工
专人工
砖人工
找人功客服
rengong
zhuan rengong
zhuan ren gong
转ren工
转rg
zrg
kefu
agent
human
operator please
I want to talk to a human
can I speak to a real person
talk to an agent please
揾人工
唔该转人工
我要揾客服
不想跟机器人聊
别用机器人糊弄我
不要机器人，我要人工
你这个机器人听不懂，转人工
听不懂人话吗
机器人滚
妈的转人工
烦死了，给我转人工行不行
不转人工我就投诉
要不转人工吧
那转人工吧
还是转人工吧
算了，人工吧
电费不对，给我转人工
我要交电费，不会弄，帮我找个人工
停电三个小时了，快给我接人工
我年纪大了不会用，找个人跟我讲
你说的我看不懂，我要和人工讲
人工客服电话多少
客服小姐姐在吗
我要找专员
请帮我接通人工坐席
快转人工啊啊啊
直接转人工好吗
人工，谢谢
你好，人工
您好 转人工
我不要你回答我要人工
能不能不要机器人，给我人工
请给我找个能管事的人
""")

OVER = _with_hazard("""
fire 火已经灭了
fire 刚才电表箱着火了，现在火已经扑灭了
smoke 插座冒烟，已经处理好了
exposed 前两天漏电，现在修好了
fire 着火的事已经解决了，想问什么时候送电
""")

NOT_DANGER = _lines("""
触电怎么急救
触电急救步骤有哪些
气得我头顶冒烟
渴得嗓子冒烟
家里有制氧机
抖音上看到变压器爆炸
会不会触电
这样会触电吗
没有触电
没人触电
不是起火
没有着火，就是跳闸
怎么防触电
怎么预防触电
如何避免触电
触电急救知识
触电急救常识有哪些
触电死亡赔偿标准
火灾赔偿标准
小心触电的牌子在哪领
当心触电
请注意防火
防止电线老化着火要怎么做
如果有人触电应该怎么办
万一着火了怎么办
要是漏电了会跳闸吗
是不是漏电
我家电费这么高是不是漏电
怎么判断家里漏电
怎么查漏电
漏电保护器跳闸了
漏电保护开关合不上
漏电开关多少钱
漏保跳闸怎么恢复
空气开关跳了
去年着火那次赔了吗
以前漏电过
气得冒火
气得我头顶冒烟
渴得嗓子冒烟
电费爆炸了
这个月电费爆了
账单吓死人
水电死贵
电费贵得要死
遗漏电费怎么补
漏交电费了
上个月漏电费了吗
充电线断了
网线断了还能缴费吗
掉线了
断线重连
网络断线
高压线离我家太近能不能迁走
高压线下面能盖房子吗
高压用户怎么报装
电线杆迁移怎么申请
电线杆在我家地里有补偿吗
电线老化想换线怎么办理
变压器增容要多少钱
我家电表在哪里
来电了吗
什么时候来电
电到了吗
停电到几点
停电到现在六小时了
被电费吓到了
被电力局断电了
被电话吵死了
用电人员变更
充电人多吗
用电人是我妈
带电作业是什么意思
不带电
停电没有
没电了
跳闸了
火锅店用电价格
火锅店电费怎么算
火车站附近营业厅
打火机
消防用电什么价
消防检查要看电箱
防火门用电
我家火表多少字
烟草公司报装
抽油烟机一个月多少度电
有烟囱的厂房
吸烟室用电
家里进水管坏了
水费怎么交
水表漏水
电梯停了
楼梯灯不亮
路灯不亮
爬楼梯太累了能上门吗
爬虫
电箱在哪里
电表箱钥匙找谁
配电房在哪
变压器是多大的
救命钱都交电费了
电费是救命稻草
有没有触电的危险
有触电危险吗
漏电吗
着火了吗
停电是因为变压器着火了吗
家用电器烧坏了怎么赔
电视机烧坏了
雷击烧坏电器赔不赔
会不会爆炸
充电桩会起火吗
怎样识别漏电
漏电检测多少钱
触电保护器怎么装
安全用电知识
火灾报警器用电
什么叫断线落地
电动车充电着火的新闻
起火做饭
烧水壶一天多少度
烧电锅炉划算吗
发烧了不能去营业厅
焦虑
糊涂账
被电信公司扣费了
电击枪
我没说触电
别触电了
担心着火所以想换线
怕漏电所以想检查
听说断线要预约
电话断线了
电线多少钱一米
电缆多少钱
高压线多少伏
""")

NOT_PERSON = _lines("""
晚上十一点打有人接不
半夜打热线有人接电话吗
95598打过去有人吗
凌晨两点有人吗
要自己去申请噻
不要转人工
别给我转人工
先不转人工
不用转人工
不需要人工
不用人工了
先别转人工
暂时不转
不转了
取消转人工
人工就不用了
人工先不用
人工费多少
人工费怎么收
装表人工费多少钱
人工抄表
是人工抄表吗
你们还是人工抄表啊
改成人工抄表
人工智能
你是人工智能吗
转人工智能是什么
人工成本太高
人工读数错了
人工录入的吗
人工窗口几点上班
营业厅有人工窗口吗
人工湖路灯用电
人工降雨
人工呼吸
材料和人工都要钱吗
你是人工吗
你是真人吗
你是不是机器人
这是人工客服吗
你是人工还是机器
人工几点上班
人工客服几点下班
人工客服是24小时吗
客服电话是多少
客服热线号码
你们客服电话多少
客服态度太差
打客服电话打不通
昨天找客服说三天处理
上次联系人工说会回复
我已经找过客服了
联系过客服没用
派人来修
找人来修电
叫师傅来修
让抢修队来
什么时候派人来
工作人员什么时候上门
工作人员说要六天
抄表员没来
有人抄表吗
家里没人
没有人在家能装表吗
一户多人口
我家五口人
户主本人
申请人是谁
别人的户号
换人过户
我要过户给别人
找回密码
找不到户号
转账交电费
转供电是什么
转到下个月
转户名
要求退费
要多少钱
叫什么名字
请问电费多少
想要发票
给我查电费
给我打折
打电话通知我停电了吗
电话号码换了
回电了吗
来电了没有
领导干部用电
客户经理是谁的
我的客户编号
经理办公室用电
老板娘的户号
专线用户
专用变压器
人民路停电
人口多怎么申请
每个人多少度
工人宿舍电价
农民工宿舍
手工业电价
施工用电
人功率
机器用电
机器人工厂用电多少
智能电表
自动抄表
服务费
服务大厅在哪
""")

ORDINARY = _lines("""
妈了个巴子
他奶奶的
去你大爷的
妈卖批
娘希匹
仙人板板
滚犊子
王八蛋！
狗日的
我操
你个瘪犊子
卧槽，妈了个逼的，账单呢
我这个月电费多少
上个月的电费怎么这么高
去年冬天用了多少电
为什么这个月比上个月多了八十块
我在第几档
下一度电多少钱
现在电价多少
峰谷电价划算吗
我交了钱怎么还显示欠费
发票怎么开
违约金怎么算的
欠费多少天会停电
电表读数不对
我要核对抄表
另一户呢
那上个月呢
为什么
户号3301234567
张三
123456
好的
不是
谢谢
你好
营业厅在哪里
缴费方式有哪些
支付宝能交吗
我想申请低保免费电
一户多人口怎么办
我家要装充电桩
光伏结算什么时候到账
停电了
我们小区停电了什么时候来
计划停电通知
新装要什么材料
我要销户
我要投诉
""")
